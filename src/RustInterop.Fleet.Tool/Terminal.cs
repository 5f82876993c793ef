using System.Runtime.InteropServices;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RustInterop.Fleet.Tool;

/// <summary>The terminal at standard error. Thread-safe but for <see cref="Render"/>.</summary>
internal sealed partial class Terminal
{
    private const int StandardError = 2;

    // On Linux.
    private const nuint GetWindowSize = 0x5413;

    // The first one that is set counts, as for the C library.
    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    // For terminals that do not tell theirs.
    private static readonly (int Width, int Height) UsualSize = (80, 24);

    private readonly IAnsiConsole _console;

    private Terminal(IAnsiConsole console) => _console = console;

    /// <summary>Whether it shows more than ASCII.</summary>
    public static bool IsUtf8 { get; } = Console.OutputEncoding.CodePage == Encoding.UTF8.CodePage
        && (!OperatingSystem.IsLinux() || IsUtf8Locale());

    /// <summary>The columns and rows that it has now.</summary>
    public static (int Width, int Height) Size
    {
        get
        {
            (int width, int height) = OperatingSystem.IsLinux() ? SizeOnLinux() : SizeOfConsole();
            return width > 0 && height > 0 ? (width, height) : UsualSize;
        }
    }

    /// <summary>Whether this process may draw: a shell has not put it into the background.</summary>
    public static bool IsForeground
    {
        get
        {
            // There is none if the terminal is not that of the session.
            int foreground = OperatingSystem.IsWindows() ? -1 : GetForegroundGroup(StandardError);
            return foreground < 0 || foreground == GetGroup();
        }
    }

    /// <summary>The terminal; null if it cannot move its cursor.</summary>
    public static Terminal? TryOpen()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Interactive = InteractionSupport.Yes,
        });
        return console.Profile.Capabilities.Ansi ? new Terminal(console) : null;
    }

    /// <summary>Writes in one piece, so that nothing is seen half done.</summary>
    public static void Write(string text) => StandardStreams.Error.Write(Console.Error.Encoding.GetBytes(text));

    /// <summary>The text with the escape sequences for its colours, if there are to be colours. Nothing is wrapped.</summary>
    public string Render(params IEnumerable<Segment> segments) => _console.ToAnsi(new Unwrapped(segments));

    /// <summary>Writes something that adapts to the width.</summary>
    public void Write(IRenderable renderable)
    {
        _console.Profile.Width = Size.Width;
        _console.Write(renderable);
    }

    private static (int Width, int Height) SizeOnLinux() =>
        Control(StandardError, GetWindowSize, out WindowSize size) == 0 ? (size.Columns, size.Rows) : default;

    // On macOS, a variadic function such as ioctl has a convention of its own.
    private static (int Width, int Height) SizeOfConsole()
    {
        try
        {
            return (Console.WindowWidth, Console.WindowHeight);
        }
        catch (IOException)
        {
            // On Windows, it is the one at standard output, which may be a file.
            return default;
        }
    }

    private static bool IsUtf8Locale()
    {
        string locale = LocaleVariables.Select(Environment.GetEnvironmentVariable)
            .FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
        return locale.Replace("-", "", StringComparison.Ordinal).Contains(".utf8", StringComparison.OrdinalIgnoreCase);
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request, out WindowSize size);

    [LibraryImport("libc", EntryPoint = "tcgetpgrp")]
    private static partial int GetForegroundGroup(int descriptor);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    private static partial int GetGroup();

    private readonly record struct WindowSize(ushort Rows, ushort Columns, ushort Width, ushort Height);

    private sealed class Unwrapped(IEnumerable<Segment> segments) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => segments;
    }
}
