using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Model.Tests.Forward;
using ElasticMoE.Model.Tests.Residency;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Hosting;

public sealed class ExpertLibraryTests : IDisposable
{
    private static readonly ExpertVersion s_expert = new(new(1, 2), 0);

    private readonly TemporaryFolder _folder = new();
    private readonly ModelManifest _manifest;
    private readonly LoadOptions _options;

    public ExpertLibraryTests()
    {
        _options = new() { CacheDirectory = _folder.PathOf("cache"), Threads = 2 };
        _manifest = ModelManifest.Open(GoldenModels.Folder("qwen3_moe"), _options);
    }

    private string WeightsPath => _manifest.WeightsPath!;

    private ExpertContent Content => _manifest.ContentOf(s_expert.Expert);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ItRunsTheSameBitsAsTheModel()
    {
        using LanguageModel model = LanguageModel.Load(GoldenModels.Folder("qwen3_moe"), _options);
        using var pool = new ComputePool(1);
        using ExpertLibrary library = Library("a");
        ExpertVersion[] experts = [.. Enumerable.Range(0, _manifest.ExpertsPerLayer[1]).Select(index => new ExpertVersion(new(1, index), 0))];
        foreach (ExpertVersion expert in experts)
            library.Load(expert, _manifest.ContentOf(expert.Expert));
        ExpertWork here = Work(), there = Work();
        new LocalExpertHost(library, pool).Run(here);
        new LocalExpertHost(model, pool).Run(there);
        float[] outputs = Outputs(here);
        Assert.Equal(Outputs(there), outputs);
        Assert.Contains(outputs, value => value != 0);
    }

    [Fact]
    public void OnlyTheExpertsThatAreLoadedTakeMemoryAndAnUnloadedOneGivesItBack()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux says what of a file a process has in memory.");
        using ExpertLibrary library = Library("a");
        Assert.Equal(0, ResidentBytes.Of(WeightsPath));
        Assert.True(library.Load(s_expert, Content));
        long pages = (Content.Bytes + Environment.SystemPageSize - 1) / Environment.SystemPageSize * Environment.SystemPageSize;
        Assert.Equal(pages, ResidentBytes.Of(WeightsPath));
        Assert.True(library.IsResident(s_expert));
        library.Unload(s_expert);
        Assert.Equal((0, false), (ResidentBytes.Of(WeightsPath), library.IsResident(s_expert)));
        Assert.Throws<InvalidOperationException>(() => ((IExpertTable)library).Find(1, 2, 0));
    }

    [Fact]
    public void ADigestIsCheckedAtTheFirstLoadAndNeverAgain()
    {
        using ExpertLibrary library = Library("a");
        for (int i = 0; i < 3; i++)
        {
            library.Load(s_expert, Content);
            library.Load(s_expert, Content);
            library.Unload(s_expert);
        }
        Assert.Equal(1, library.DigestsChecked);
    }

    [Fact]
    public void ADamagedExpertIsRefusedAloneAndIsThenToBeHadElsewhere()
    {
        byte[] packed = File.ReadAllBytes(WeightsPath);
        long at = _manifest.SectionOf(s_expert.Expert).Offset + 100;
        packed[at] ^= 1;
        File.WriteAllBytes(WeightsPath, packed);
        using ExpertLibrary library = Library("a");
        Assert.True(library.IsStored(Content));
        InputException refused = Assert.Throws<InputException>(() => library.Load(s_expert, Content));
        Assert.Equal($"expert 1/2@0: its bytes in {WeightsPath} don't match their digest", refused.Message);
        Assert.False(library.IsStored(Content));
        library.Load(new(new(1, 3), 0), _manifest.ContentOf(new(1, 3)));
        packed[at] ^= 1;
        using (ExpertWriter writer = library.Begin(Content))
        {
            writer.Append(packed.AsSpan((int)(at - 100), (int)Content.Bytes));
            library.Complete(writer, Content);
        }
        library.Load(s_expert, Content);
        Assert.Equal(2, library.DigestsChecked);
    }

    [Fact]
    public void ACutFileHasOnlyTheExpertsBeforeItsEnd()
    {
        ExpertVersion last = new(new(1, _manifest.ExpertsPerLayer[1] - 1), 0);
        using (FileStream file = File.OpenWrite(WeightsPath))
            file.SetLength(_manifest.SectionOf(last.Expert).Offset + 10);
        using ExpertLibrary library = Library("a");
        Assert.False(library.IsStored(_manifest.ContentOf(last.Expert)));
        library.Load(s_expert, Content);
    }

    [Fact]
    public void WhatIsLoadedIsReadForPeersAlsoWhereTheFileIsGone()
    {
        byte[] expected = File.ReadAllBytes(WeightsPath).AsSpan((int)_manifest.SectionOf(s_expert.Expert).Offset, (int)Content.Bytes).ToArray();
        using ExpertLibrary library = Library("a");
        byte[] read = new byte[expected.Length];
        Assert.True(library.TryRead(Content.Digest, 0, read));
        library.Load(s_expert, Content);
        Array.Clear(read);
        File.Delete(WeightsPath);
        Assert.True(library.TryRead(Content.Digest, 0, read));
        Assert.Equal(expected, read);
        Assert.False(library.TryRead(Content.Digest, 1, read));
        library.Unload(s_expert);
        Assert.False(library.TryRead(Content.Digest, 0, read));
        Assert.Throws<InputException>(() => library.Load(s_expert, Content));
    }

    [Fact]
    public void ASharedStoreIsCopiedFromAndTheCopyStandsAlone()
    {
        using ExpertLibrary first = Library("shared");
        using (ExpertWriter writer = first.Begin(Content))
        {
            byte[] bytes = new byte[Content.Bytes];
            first.TryRead(Content.Digest, 0, bytes);
            writer.Append(bytes);
            first.Complete(writer, Content);
        }
        _manifest.Write(_folder.PathOf("manifest"));
        ModelManifest alone = ModelManifest.Open(_folder.PathOf("manifest"));
        Assert.Null(alone.WeightsPath);
        Assert.Equal(_manifest.Digest, alone.Digest);
        using var library = new ExpertLibrary(alone, ExpertStore.Open(_folder.PathOf("own")), ExpertStore.Shared(_folder.PathOf("shared")));
        Assert.False(library.IsStored(Content));
        Assert.True(library.TryCopyShared(Content));
        Assert.False(library.TryCopyShared(alone.ContentOf(s_expert.Expert with { Index = s_expert.Expert.Index + 1 })));
        Directory.Delete(_folder.PathOf("shared"), recursive: true);
        library.Load(s_expert, Content);
        Assert.Equal(0, library.DigestsChecked);
    }

    [Fact]
    public void BytesOfAnotherDigestAreNeverStored()
    {
        using ExpertLibrary library = Library("own");
        using (ExpertWriter writer = library.Begin(Content))
        {
            writer.Append(new byte[Content.Bytes]);
            Assert.Contains("have digest", Assert.Throws<InputException>(() => library.Complete(writer, Content)).Message, StringComparison.Ordinal);
        }
        using (ExpertWriter writer = library.Begin(Content))
        {
            writer.Append(new byte[10]);
            Assert.Throws<InputException>(() => library.Complete(writer, Content));
            Assert.Throws<InputException>(() => writer.Append(new byte[Content.Bytes]));
        }
        Assert.Empty(Directory.GetFiles(_folder.PathOf("own")));
    }

    [Fact]
    public void WhatADeadNodeLeftUnfinishedIsRemoved()
    {
        ExpertStore store = ExpertStore.Open(_folder.PathOf("own"));
        File.WriteAllText(store.PathOf(Content.Digest) + ".17.tmp", "half");
        ExpertStore.Open(_folder.PathOf("own"));
        Assert.Empty(Directory.GetFiles(_folder.PathOf("own")));
    }

    private ExpertLibrary Library(string store) => new(_manifest, ExpertStore.Open(_folder.PathOf(store)), shared: null);

    /// <summary>Three rows, each to two experts of layer 1.</summary>
    private ExpertWork Work()
    {
        const int Rows = 3;
        int hidden = _manifest.Config.HiddenSize;
        var work = new ExpertWork { Input = Floats(Rows * hidden) };
        work.Begin(1);
        for (int row = 0; row < Rows; row++)
            work.AddRow([row, row + 1]);
        return work;
    }

    private float[] Outputs(ExpertWork work) => [.. Enumerable.Range(0, work.Pairs).SelectMany(pair => work.Output(pair, _manifest.Config.HiddenSize).ToArray())];

    private static float[] Floats(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
