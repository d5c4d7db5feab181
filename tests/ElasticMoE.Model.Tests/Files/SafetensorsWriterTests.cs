using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Files;

public sealed class SafetensorsWriterTests : IDisposable
{
    private static readonly TensorSpec[] Specs =
    [
        new("scalar", TensorType.F32, []),
        new("empty", TensorType.F32, [3, 0]),
        new("a \"quoted\" name", TensorType.I64, [2, 1]),
    ];

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.PathOf("out.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        using (SafetensorsWriter writer = SafetensorsWriter.Create(FilePath, Specs))
        {
            writer.Write(BitConverter.GetBytes(1.5f));
            writer.Write([.. BitConverter.GetBytes(-3L), .. BitConverter.GetBytes(4L)]);
            writer.Complete();
        }
        using var file = SafetensorsFile.Open(FilePath);
        Assert.Equal([1.5f], file.ReadSingles("scalar"));
        Assert.Empty(file.ReadSingles("empty"));
        Assert.Equal([-3L, 4L], file.ReadIntegers("a \"quoted\" name"));
        Assert.Equal(0, file.Tensors["scalar"].Offset % 8);
        Assert.Equal([FilePath], Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void NothingHalfWrittenTakesTheName()
    {
        File.WriteAllText(FilePath, "before");
        using (SafetensorsWriter writer = SafetensorsWriter.Create(FilePath, Specs))
        {
            writer.Write(BitConverter.GetBytes(1.5f));
            Assert.Throws<InvalidOperationException>(writer.Complete);
        }
        Assert.Equal("before", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void MoreDataThanTensorsIsRefused()
    {
        using SafetensorsWriter writer = SafetensorsWriter.Create(FilePath, Specs);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(new byte[21]));
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsNamed()
    {
        string path = _folder.PathOf("missing", "out.safetensors");
        var error = Assert.Throws<InputException>(() => SafetensorsWriter.Create(path, Specs));
        Assert.Contains(path, error.Message);
    }
}
