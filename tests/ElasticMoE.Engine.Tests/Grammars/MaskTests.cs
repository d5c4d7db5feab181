using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Grammars;
using ElasticMoE.Engine.Grammars.Automata;
using ElasticMoE.Engine.Tests.Models;
using ElasticMoE.Model.Tokenization;
using ElasticMoE.Testing;

namespace ElasticMoE.Engine.Tests.Grammars;

/// <summary>Masks against what every single token's bytes do, without trie, memory or shared masks.</summary>
public sealed class MaskTests
{
    private const string Schema = """
        {"type":"object","required":["id","tags"],"properties":{
          "id":{"type":"integer","minimum":-5,"maximum":1200},
          "text":{"type":"string","minLength":3,"maxLength":300},
          "tags":{"type":"array","maxItems":40,"items":{"enum":["größe","grün","a\nb"]}},
          "at":{"type":"string","format":"date"}},
         "additionalProperties":{"anyOf":[{"type":"string","minLength":2},{"$ref":"#"}]}}
        """;

    public static TheoryData<string> Tokenizers => new(Directory.GetDirectories(Repository.PathOf("tests", "golden", "tokenizers")).Append(LoadedModels.EmoeMini).Order());

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void A_mask_is_what_each_token_does_alone(string directory)
    {
        var walk = new GrammarWalk(Tokenizer.LoadFile(Path.Combine(directory, "tokenizer.json")));
        var source = new GrammarSource(GrammarKind.JsonSchema, Schema);
        Grammar grammar = walk.Compile(source);
        GrammarProgram program = GrammarCompiler.Compile(source, walk.Vocabulary.HasAllBytes, walk.Vocabulary.SpecialIdOf);
        for (int seed = 0; seed < 3; seed++)
        {
            var ids = new List<int>();
            int[] document = walk.Write(grammar, new Random(seed));
            var cursor = new GrammarCursor(grammar);
            var plain = new GrammarAutomaton(program);
            GrammarState state = plain.Start;
            foreach (int id in document.Take(60))
            {
                int[] fitting = [.. Enumerable.Range(0, walk.Vocabulary.Size).Where(token => Fits(plain, state, walk.Vocabulary.BytesOf(token)))];
                int[] allowed = GrammarWalk.IdsOf(cursor.Allowed);
                Assert.Subset(fitting.ToHashSet(), allowed.ToHashSet());
                // Near the end of a bounded list or text, tokens of many characters may be left out.
                Assert.DoesNotContain(fitting.Except(allowed), token => walk.Vocabulary.BytesOf(token).Length <= 8);
                Assert.True(cursor.Push(id));
                foreach (byte value in walk.Vocabulary.BytesOf(id))
                    state = plain.Step(state, value);
                Assert.Equal(state.IsComplete, cursor.IsComplete);
            }
        }
    }

    [Fact]
    public void Places_in_a_long_text_share_one_mask()
    {
        var walk = new GrammarWalk(Tokenizer.Load(LoadedModels.EmoeMini));
        Grammar grammar = walk.Compile(new GrammarSource(GrammarKind.JsonSchema, """{"type":"string","maxLength":5000}"""));
        var cursor = new GrammarCursor(grammar);
        int letter = Enumerable.Range(0, walk.Vocabulary.Size).First(id => walk.Vocabulary.BytesOf(id).SequenceEqual("x"u8));
        int quote = Enumerable.Range(0, walk.Vocabulary.Size).First(id => walk.Vocabulary.BytesOf(id).SequenceEqual("\""u8));
        Assert.True(cursor.Push(quote));
        for (int i = 0; i < 4000; i++)
        {
            Assert.NotEmpty(cursor.Allowed);
            Assert.True(cursor.Push(letter));
        }
        Assert.Equal(1, grammar.MasksComputed);
        for (int i = 4000; i < 5000; i++)
        {
            Assert.NotEmpty(cursor.Allowed);
            Assert.True(cursor.Push(letter));
        }
        Assert.Equal([quote], GrammarWalk.IdsOf(cursor.Allowed).Where(id => walk.Vocabulary.BytesOf(id).Length == 1));
        Assert.InRange(grammar.MasksComputed, 5, 20);
    }

    private static bool Fits(GrammarAutomaton automaton, GrammarState state, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
            state = automaton.Step(state, value);
        return bytes.Length > 0 && !state.IsDead;
    }
}
