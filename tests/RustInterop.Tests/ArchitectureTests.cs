using Mono.Cecil;
using NetArchTest.Rules;

namespace RustInterop.Tests;

/// <summary>The floors of the library: each uses only the floors below it.</summary>
public sealed class ArchitectureTests
{
    private const string Face = "the public face";

    /// <summary>From the lowest to the highest. Entries that are not namespaces stand for types of the namespace RustInterop.</summary>
    private static readonly string[] Floors =
    [
        "the exceptions", // every floor throws them, so they use none
        "RustInterop.Loading.Images",
        "RustInterop.Loading.Diagnosis",
        "RustInterop.Loading",
        "RustInterop.Crossing",
        Face,
        "RustInterop.Bindings",
        "RustInterop.Fleet",
        nameof(Rust), // the only public type of RustInterop that uses the fleet
    ];

    private static readonly HashSet<string> Exceptions =
    [
        nameof(RustException),
        typeof(RustException<>).Name,
        nameof(RustPanicException),
        nameof(RustLibraryLoadException),
        nameof(RustErrorKind),
    ];

    public static TheoryData<string> All => [.. Floors];

    [Theory]
    [MemberData(nameof(All))]
    public void Floor_OfTheLibrary_UsesNoFloorAboveIt(string floor)
    {
        int number = Array.IndexOf(Floors, floor);
        string[] above = [.. OurTypes().Where(type => NumberOf(type) > number).Select(type => type.FullName!)];

        TestResult result = Types.InAssembly(typeof(Rust).Assembly)
            .That().MeetCustomRule(new IsOnFloor(number))
            .ShouldNot().HaveDependencyOnAny(above)
            .GetResult();

        (result.FailingTypeNames ?? []).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Floor_OfTheLibrary_HasTypes(string floor) =>
        OurTypes().Should().Contain(type => NumberOf(type) == Array.IndexOf(Floors, floor));

    private static IEnumerable<Type> OurTypes() =>
        typeof(Rust).Assembly.GetTypes().Where(type => IsOurs(type.Namespace) && !type.IsNested);

    private static int NumberOf(Type type) => NumberOf(type.Namespace!, type.Name);

    private static int NumberOf(string space, string name) => Array.IndexOf(
        Floors,
        space != nameof(RustInterop) ? Floors.Where(floor => space == floor || space.StartsWith($"{floor}.", StringComparison.Ordinal)).MaxBy(floor => floor.Length)
        : Exceptions.Contains(name) ? Floors[0]
        : name == nameof(Rust) ? name
        : Face);

    private static bool IsOurs(string? space) =>
        space == nameof(RustInterop) || space?.StartsWith($"{nameof(RustInterop)}.", StringComparison.Ordinal) == true;

    private sealed class IsOnFloor(int number) : ICustomRule
    {
        public bool MeetsRule(TypeDefinition type)
        {
            TypeDefinition outermost = type;
            while (outermost.DeclaringType is not null)
            {
                outermost = outermost.DeclaringType;
            }

            return IsOurs(outermost.Namespace) && NumberOf(outermost.Namespace, outermost.Name) == number;
        }
    }
}
