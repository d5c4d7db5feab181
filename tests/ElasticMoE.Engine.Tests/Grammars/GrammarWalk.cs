using System.Text;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Grammars;
using ElasticMoE.Engine.Grammars.Vocabularies;
using ElasticMoE.Model.Tokenization;

namespace ElasticMoE.Engine.Tests.Grammars;

/// <summary>Writes documents under a grammar with tokens drawn at random, as a model without any sense would.</summary>
internal sealed class GrammarWalk(Tokenizer tokenizer)
{
    private const int DrawsMax = 150, TokensMax = 5_000;

    public GrammarVocabulary Vocabulary { get; } = new(tokenizer);

    public Grammar Compile(GrammarSource source) => new(GrammarCompiler.Compile(source, Vocabulary.HasAllBytes, Vocabulary.SpecialIdOf), Vocabulary);

    /// <summary>The ids of a whole document; after many drawn ones the shortest way to its end is taken.</summary>
    /// <param name="grammar">The grammar.</param>
    /// <param name="random">Draws.</param>
    /// <param name="look">Sees the place before every token.</param>
    public int[] Write(Grammar grammar, Random random, Action<GrammarCursor>? look = null)
    {
        var cursor = new GrammarCursor(grammar);
        var ids = new List<int>();
        while (true)
        {
            look?.Invoke(cursor);
            int[] allowed = IdsOf(cursor.Allowed);
            Assert.True(allowed.Length > 0 || cursor.IsComplete, $"stuck behind '{tokenizer.Decode(ids.ToArray(), skipSpecial: false)}'");
            if (cursor.IsComplete && (allowed.Length == 0 || ids.Count > DrawsMax || random.Next(2) == 0))
                return [.. ids];
            Assert.True(ids.Count < TokensMax, $"the document doesn't come to an end: {tokenizer.Decode(ids.Take(400).ToArray(), skipSpecial: false)}");
            int id = ids.Count < DrawsMax ? allowed[random.Next(allowed.Length)] : Shortest(allowed, random);
            Assert.True(cursor.Push(id));
            ids.Add(id);
        }
    }

    public static int[] IdsOf(ulong[] mask) => [.. Enumerable.Range(0, mask.Length * 64).Where(id => (mask[id >> 6] >> id & 1) != 0)];

    private int Shortest(int[] allowed, Random random)
    {
        foreach (byte wanted in random.Next(3) switch { 0 => "\""u8, 1 => "\"}]"u8, _ => "\"@."u8 })
        {
            foreach (int id in allowed)
            {
                if (Vocabulary.BytesOf(id) is [var only] && only == wanted)
                    return id;
            }
        }
        return allowed[random.Next(allowed.Length)];
    }
}
