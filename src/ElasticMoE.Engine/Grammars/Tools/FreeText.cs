using System.Text;
using ElasticMoE.Engine.Grammars.Json;
using ElasticMoE.Engine.Grammars.Patterns;
using ElasticMoE.Engine.Grammars.Syntax;

namespace ElasticMoE.Engine.Grammars.Tools;

/// <summary>Any text in which a marker doesn't occur.</summary>
internal static class FreeText
{
    public static GrammarNode Without(string marker, bool hasAllBytes)
    {
        int[] characters = [.. marker.EnumerateRunes().Select(rune => rune.Value)];
        var spelling = new JsonSpelling(hasAllBytes);
        var bytes = new ByteAutomaton();
        for (int state = 0; state < characters.Length; state++)
            bytes.AddState(accepts: true);
        for (int state = 0; state < characters.Length; state++)
            AddSteps(bytes, state, characters, spelling);
        return new BytesNode(bytes.Trimmed());
    }

    /// <summary>A state is the number of the marker's characters that the text ends with.</summary>
    private static void AddSteps(ByteAutomaton bytes, int state, int[] characters, JsonSpelling spelling)
    {
        int from = 0;
        foreach (int character in characters.Distinct().Order().Append(0x110000))
        {
            if (from < character)
                spelling.AddPlain(bytes, state, new(from, character - 1), 0);
            if (character <= 0x10FFFF && After(state, character, characters) is var next && next < characters.Length)
                spelling.AddPlain(bytes, state, new(character, character), next);
            from = character + 1;
        }
    }

    private static int After(int state, int character, int[] characters)
    {
        int[] text = [.. characters[..state], character];
        int length = text.Length;
        while (!text.AsSpan(text.Length - length).SequenceEqual(characters.AsSpan(0, length)))
            length--;
        return length;
    }
}
