using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ElasticMoE.Simulation.Core;

/// <summary>
/// Takes an interpolated string apart: its values go into the event hash always, its text into the timeline where one is kept. So a line
/// costs a few multiplications in a run that nobody reads.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct TraceLine
{
    private readonly EventHash _hash;
    private readonly StringBuilder? _text;

    public TraceLine(int literalLength, int formattedCount, World world)
    {
        _hash = world.Hash;
        _text = world.IsRecording ? new(literalLength + 8 * formattedCount) : null;
    }

    public string Text => _text?.ToString() ?? "";

    public void AppendLiteral(string text)
    {
        _hash.Mix((ulong)text.Length);
        _text?.Append(text);
    }

    public void AppendFormatted(long value)
    {
        _hash.Mix((ulong)value);
        _text?.Append(CultureInfo.InvariantCulture, $"{value}");
    }

    public void AppendFormatted(ulong value)
    {
        _hash.Mix(value);
        _text?.Append(CultureInfo.InvariantCulture, $"{value:x16}");
    }

    public void AppendFormatted(string text)
    {
        _hash.Mix(text);
        _text?.Append(text);
    }

    public void AppendFormatted<T>(T value)
        where T : struct, Enum
    {
        _hash.Mix((ulong)EqualityComparer<T>.Default.GetHashCode(value));
        _text?.Append(CultureInfo.InvariantCulture, $"{value}");
    }
}
