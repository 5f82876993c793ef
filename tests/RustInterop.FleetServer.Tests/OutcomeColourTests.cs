using System.Collections.ObjectModel;
using RustInterop.FleetServer.Tests.Support;

namespace RustInterop.FleetServer.Tests;

[Collection(SharedServer.Name)]
public sealed class OutcomeColourTests(ServerFixture fixture)
{
    [BrowserFact]
    public async Task Page_LightOrDark_OutcomesStandOutFromTheBackground()
    {
        await using Browser browser = new();
        foreach (string scheme in (string[])["light", "dark"])
        {
            browser.PreferColours(scheme);
            await browser.OpenAsync(fixture.Server.Address);

            ReadOnlyCollection<object> colours = browser.Script<ReadOnlyCollection<object>>(
                "const { readColours } = await import('./outcomes.js'); const { outcomes, background } = readColours();"
                + "const draw = document.createElement('canvas').getContext('2d');"
                + "return [background, ...outcomes].map(colour => { draw.fillStyle = colour; return draw.fillStyle; });");

            double background = Luminance((string)colours[0]);
            (background > 0.5).Should().Be(scheme == "light");
            colours.Skip(1).Should().HaveCount(8);
            foreach (object colour in colours.Skip(1))
            {
                double outcome = Luminance((string)colour);
                ((Math.Max(outcome, background) + 0.05) / (Math.Min(outcome, background) + 0.05)).Should().BeGreaterThanOrEqualTo(
                    3, "WCAG 2.1 (1.4.11) asks it of graphics that one has to see, as {0} on {1}", colour, colours[0]);
            }
        }
    }

    /// <summary>The relative luminance of #rrggbb, as WCAG defines it.</summary>
    private static double Luminance(string colour)
    {
        double[] parts = [.. Convert.FromHexString(colour[1..]).Select(part => part / 255.0)
            .Select(part => part <= 0.03928 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }
}
