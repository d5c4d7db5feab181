using System.Globalization;
using ElasticMoE.Node.Imaging;

namespace ElasticMoE.Node.Terminal;

/// <summary>Decorates text with terminal escape sequences, or leaves it plain where the stream is no terminal.</summary>
internal sealed class Palette
{
    private const string Reset = "\e[0m";

    private readonly bool _colour;
    private readonly bool _trueColour;

    private Palette(bool colour, bool trueColour)
    {
        _colour = colour;
        _trueColour = trueColour;
    }

    /// <summary>No decoration at all.</summary>
    public static Palette Plain { get; } = new(false, false);

    /// <summary>Whether text is decorated.</summary>
    public bool HasColour => _colour;

    public static Palette Choose(bool colour, bool trueColour) => colour ? new Palette(true, trueColour) : Plain;

    public string Bold(string text) => Wrap("1", text);

    public string Dim(string text) => Wrap("2", text);

    public string Good(string text) => Wrap("32", text);

    public string Bad(string text) => Wrap("31", text);

    public string Accent(string text) => Wrap("36", text);

    public string Warn(string text) => Wrap("33", text);

    /// <summary>Text in the given colour, in the nearest of the 256 fixed colours where the terminal promises no more.</summary>
    public string Paint(Rgb colour, string text) => Wrap(Code(38, colour), text);

    /// <summary>Text over the given background.</summary>
    public string Over(Rgb background, string text) => Wrap(Code(48, background), text);

    private string Wrap(string code, string text) => _colour && text.Length > 0 ? $"\e[{code}m{text}{Reset}" : text;

    private string Code(int plane, Rgb colour) => _trueColour
        ? string.Create(CultureInfo.InvariantCulture, $"{plane};2;{colour.Red};{colour.Green};{colour.Blue}")
        : string.Create(CultureInfo.InvariantCulture, $"{plane};5;{colour.Nearest256()}");
}
