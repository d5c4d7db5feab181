using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Engine.Tests.Models;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Updates;
using ElasticMoE.Testing;

namespace ElasticMoE.Engine.Tests.Revisions;

/// <summary>Sequences of several revisions in one batch each get what their revision alone gives, bit for bit.</summary>
public sealed class UpdateUnderWayTests(LoadedModels models) : IDisposable
{
    private static readonly ExpertId s_first = new(1, 1), s_second = new(1, 2);

    private readonly ComputePool _pool = LoadedModels.Pool(2);
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _pool.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("qwen3_moe")]
    [InlineData("gpt_oss")]
    public void EachSequencesTokensAreThoseOfItsRevision(string name)
    {
        LanguageModel model = models.Reference(name);
        using var revisions = new ModelRevisions(model);
        using var engine = new Engine(model, _pool, new EngineOptions { CacheBlocks = 256, Updates = revisions });
        TokenRequest[] requests = [.. Enumerable.Range(0, 8).Select(i => new TokenRequest { Tokens = new[] { 3 + i, 11, 7 * i + 1 }, OutputMax = 24, IgnoreEos = true })];
        var ids = new List<SequenceId>();
        var expected = new List<int[]>();
        var tokens = new Dictionary<SequenceId, List<int>>();
        Submit(requests, Alone(model, null, requests));
        revisions.Update(Update(name, s_first, 0));
        Submit(requests, Alone(model, [(s_first, 0)], requests));
        revisions.Update(Update(name, s_second, 3));
        Submit(requests, Alone(model, [(s_first, 0), (s_second, 3)], requests));
        Assert.Equal(new Revision(3), revisions.Rollback(s_first));
        Submit(requests, Alone(model, [(s_second, 3)], requests));
        Assert.Equal([0, 1, 2, 3], engine.Bound.Select(revision => revision.Value));
        while (engine.HasWork)
            Step();
        Assert.Equal(expected, ids.Select(id => tokens[id].ToArray()));
        Assert.Empty(engine.Bound);
        for (int i = 0; i < 4; i++)
            Assert.All(Enumerable.Range(i + 1, 3 - i), other => Assert.NotEqual(expected.Skip(8 * i).Take(8), expected.Skip(8 * other).Take(8)));

        void Submit(TokenRequest[] some, int[][] alone)
        {
            expected.AddRange(alone);
            foreach (TokenRequest request in some)
            {
                SequenceId id = engine.Submit(request);
                ids.Add(id);
                tokens[id] = [];
            }
            for (int step = 0; step < 3; step++)
                Step();
        }

        void Step()
        {
            foreach (TokenEvent token in engine.Step().Tokens)
                tokens[token.Sequence].Add(token.Id);
        }

        int[][] Alone(LanguageModel of, (ExpertId Expert, int From)[]? updates, TokenRequest[] some)
        {
            using var own = new ModelRevisions(of);
            foreach ((ExpertId expert, int from) in updates ?? [])
                own.Update(Update(name, expert, from));
            using var single = new Engine(of, _pool, new EngineOptions { CacheBlocks = 256, Updates = updates is null ? null : own });
            EngineRun run = EngineRun.Of(single, out SequenceId[] singles, some);
            return [.. singles.Select(run.Output)];
        }
    }

    /// <summary>Gives an expert the weights of another one of its layer.</summary>
    private ExpertUpdate Update(string name, ExpertId expert, int from)
    {
        string directory = Repository.PathOf("tests", "golden", "models", name), file = _folder.PathOf($"{expert.Layer}-{expert.Index}-{from}");
        using ModelSource source = ModelSource.Open(directory);
        ExpertFile.Write(source, expert with { Index = from }, file);
        return ExpertUpdate.Read(ModelManifest.Open(directory, new LoadOptions { CacheDirectory = _folder.PathOf("cache"), Threads = 1 }), expert, file);
    }
}
