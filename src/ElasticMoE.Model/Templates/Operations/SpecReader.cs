using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Operations;

/// <summary>Reads a format's parts from left to right.</summary>
internal sealed class SpecReader(string text, int position = 0)
{
    private const string Aligns = "<>^=";

    public bool AtEnd => position >= text.Length;

    public int Position => position;

    public char? ReadOneOf(string characters)
    {
        if (AtEnd || !characters.Contains(text[position]))
            return null;
        return text[position++];
    }

    public char? ReadType() => AtEnd ? null : text[position++];

    /// <summary>A number of digits, or null where there is none.</summary>
    public int? ReadNumber(int maximum)
    {
        int start = position;
        long number = 0;
        while (!AtEnd && char.IsAsciiDigit(text[position]) && number <= maximum)
            number = number * 10 + (text[position++] - '0');
        if (number > maximum)
            throw new TemplateFault($"a width or precision in a format is above {maximum}");
        return position == start ? null : (int)number;
    }

    /// <summary>The fill, or null, and the alignment, or blank. The fill is any one character before an alignment.</summary>
    public (string? Fill, char Align) ReadAlign()
    {
        int fillLength = text.Length >= 2 && char.IsSurrogatePair(text[0], text[1]) ? 2 : 1;
        if (text.Length > fillLength && Aligns.Contains(text[fillLength]))
        {
            position = fillLength + 1;
            return (text[..fillLength], text[fillLength]);
        }

        return (null, ReadOneOf(Aligns) ?? ' ');
    }
}
