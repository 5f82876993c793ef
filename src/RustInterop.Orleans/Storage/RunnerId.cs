namespace RustInterop.Orleans.Storage;

/// <summary>One runner for all time: a silo that starts again at the same address has another.</summary>
/// <param name="Silo">The silo that it belongs to.</param>
/// <param name="Id">Its own id. The address alone could repeat within a second.</param>
internal sealed record RunnerId(SiloAddress Silo, Guid Id)
{
    public override string ToString() => $"{Silo.ToParsableString()}/{Id:N}";

    internal static RunnerId Parse(string text)
    {
        int end = text.LastIndexOf('/');
        return new(SiloAddress.FromParsableString(text[..end]), Guid.ParseExact(text[(end + 1)..], "N"));
    }
}
