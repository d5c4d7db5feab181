using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Grammars;
using ElasticMoE.Engine.Tests.Models;
using ElasticMoE.Model.Tokenization;
using ElasticMoE.Testing;

namespace ElasticMoE.Engine.Tests.Grammars;

/// <summary>Whatever is drawn under a schema's grammar is a document that satisfies the schema, to somebody else's validator.</summary>
public sealed class SchemaPropertyTests
{
    public static TheoryData<string> Tokenizers => new(Directory.GetDirectories(Repository.PathOf("tests", "golden", "tokenizers")).Select(path => Path.GetFileName(path)!).Order());

    [Fact]
    public void Random_tokens_under_random_schemas_make_valid_documents()
    {
        Tokenizer tokenizer = Tokenizer.Load(LoadedModels.EmoeMini);
        var walk = new GrammarWalk(tokenizer);
        int compiled = 0;
        for (int seed = 0; seed < 120; seed++)
            compiled += Try(seed, walk, tokenizer) ? 1 : 0;
        Assert.True(compiled > 80, $"only {compiled} of 120 schemas were taken");
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Every_kind_of_tokenizer_makes_valid_documents(string name)
    {
        Tokenizer tokenizer = Tokenizer.LoadFile(Repository.PathOf("tests", "golden", "tokenizers", name, "tokenizer.json"));
        var walk = new GrammarWalk(tokenizer);
        for (int seed = 1000; seed < 1010; seed++)
            Try(seed, walk, tokenizer);
    }

    /// <summary>False where no document satisfies the schema, or it asks for too much.</summary>
    private static bool Try(int seed, GrammarWalk walk, Tokenizer tokenizer)
    {
        var random = new Random(seed);
        string schema = new SchemaDraw(random).Document().ToJsonString();
        Grammar grammar;
        try
        {
            grammar = walk.Compile(new GrammarSource(GrammarKind.JsonSchema, schema));
        }
        catch (InputException refused) when (refused.Message.Contains("no document", StringComparison.Ordinal) || refused.Message.Contains("Properties", StringComparison.Ordinal))
        {
            return false;
        }
        var judge = new SchemaJudge(schema);
        for (int i = 0; i < 6; i++)
            judge.Check(tokenizer.Decode(walk.Write(grammar, random), skipSpecial: false), $"seed {seed}, document {i}");
        return true;
    }
}
