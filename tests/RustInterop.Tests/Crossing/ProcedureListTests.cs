using RustInterop.Crossing;

namespace RustInterop.Tests.Crossing;

public sealed class ProcedureListTests
{
    private static readonly ListedProcedure Open = new("open", "door_open");
    private static readonly ListedProcedure DoorClose = new("close", "door_close");
    private static readonly ListedProcedure FileClose = new("close", "file_close");
    private static readonly ListedProcedure DoorOpenOfAHouse = new("door_open", "house_door_open");

    [Fact]
    public void Find_NameOrSymbol_IsTheProcedure()
    {
        ProcedureList list = new([DoorClose, Open]);

        list.Find("open").Should().Equal(Open);
        list.Find("door_open").Should().Equal(Open);
        list.Find("door").Should().BeEmpty();
        list.Names.Should().Equal("close", "open");
    }

    [Fact]
    public void Find_NameOfSeveral_IsAllOfThem()
    {
        ProcedureList list = new([DoorClose, FileClose, Open]);

        list.Find("close").Should().Equal(DoorClose, FileClose);
        list.Names.Should().Equal("door_close", "file_close", "open");
    }

    [Fact]
    public void Find_NameThatIsAnothersSymbol_IsTheOneWithTheSymbol()
    {
        ProcedureList list = new([Open, DoorOpenOfAHouse]);

        list.Find("door_open").Should().Equal(Open);
        list.Names.Should().Equal("house_door_open", "open");
    }
}
