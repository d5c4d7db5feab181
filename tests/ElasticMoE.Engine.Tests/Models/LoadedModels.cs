using System.Collections.Concurrent;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Testing;

[assembly: AssemblyFixture(typeof(ElasticMoE.Engine.Tests.Models.LoadedModels))]

namespace ElasticMoE.Engine.Tests.Models;

/// <summary>The repository's models, each loaded once for all tests, packed into a folder that goes away with them.</summary>
public sealed class LoadedModels : IDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("emoe-engine-tests").FullName;
    private readonly ConcurrentDictionary<string, Lazy<LanguageModel>> _models = new();

    public static string[] ReferenceNames { get; } =
        [.. Directory.GetDirectories(Repository.PathOf("tests", "golden", "models")).Select(path => Path.GetFileName(path)!).Order()];

    public static string EmoeMini => Repository.PathOf("models", "emoe-mini");

    public LanguageModel Load(string directory) => _models.GetOrAdd(directory, path => new(() =>
        LanguageModel.Load(path, new LoadOptions { CacheDirectory = _cache, Threads = 1 }))).Value;

    public LanguageModel Reference(string name) => Load(Repository.PathOf("tests", "golden", "models", name));

    /// <summary>Threads that don't spin: other tests want the cores too.</summary>
    public static ComputePool Pool(int threads) => new(threads, new ComputePoolOptions { SpinTurnsMax = 0 });

    public void Dispose()
    {
        foreach (Lazy<LanguageModel> model in _models.Values)
            model.Value.Dispose();
        Directory.Delete(_cache, recursive: true);
    }
}
