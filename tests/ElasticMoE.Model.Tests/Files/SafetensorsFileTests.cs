using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Files;

public sealed class SafetensorsFileTests : IDisposable
{
    private const string TwoTensors = """
        {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"BF16","shape":[1,3],"data_offsets":[8,14]}}
        """;

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.PathOf("model.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TensorsAreFoundWhereTheHeaderPutsThem()
    {
        using SafetensorsFile file = Open(HeaderBytes.File(TwoTensors, 14));
        Assert.Equal("BF16 [1, 3]", file.Tensors["b"].Form);
        Assert.Equal([10, 11], file.Bytes(file.Tensors["b"], 2, 2).ToArray());
        Assert.Equal(BitConverter.ToSingle([0, 1, 2, 3]), file.ReadSingles("a")[0]);
    }

    [Fact]
    public void AnythingMayBePaddedMarkedAndEmpty()
    {
        const string header = """
            {"__metadata__":{"format":"pt"},"empty":{"dtype":"F32","shape":[0,7],"data_offsets":[0,0]},
            "scalar":{"dtype":"I64","shape":[],"data_offsets":[0,8],"extra":[{}]},"last":{"dtype":"U8","shape":[0],"data_offsets":[8,8]}}
            """;
        using SafetensorsFile file = Open(HeaderBytes.File(header + "       ", 8));
        Assert.Empty(file.ReadSingles("empty"));
        Assert.Equal(0x0706050403020100, Assert.Single(file.ReadIntegers("scalar")));
        Assert.Equal(0, file.Tensors["last"].Bytes);
    }

    [Fact]
    public void AFileWithoutTensorsIsAFile()
    {
        using SafetensorsFile file = Open(HeaderBytes.File("{}", 0));
        Assert.Empty(file.Tensors);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x""", "not valid JSON")]
    [InlineData("""[1]""", "not a JSON object")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]""", "not valid JSON")]
    [InlineData("""{"a":3}""", "tensor a is not an object")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", "tensor a lacks")]
    [InlineData("""{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}""", "unknown dtype F31")]
    [InlineData("""{"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}""", "unknown dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "do not agree")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "no count")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", "no count")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", "do not agree")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}""", "more than 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "impossible data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]}}""", "impossible data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", "more than 2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "past the end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "belong to no tensor")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", "overlaps")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "twice")]
    [InlineData("""{"a":{"dtype":"U8","shape":[[[[[[[[[[[[[[[[[8]]]]]]]]]]]]]]]]],"data_offsets":[0,8]}}""", "no count")]
    [InlineData("""{"a":{"x":[[[[[[[[[[[[[[[[[[8]]]]]]]]]]]]]]]]]]}}""", "not valid JSON")]
    public void AWrongHeaderIsRefusedWithItsCause(string header, string cause)
    {
        InputException error = Refusal(HeaderBytes.File(header, 8));
        Assert.Contains(cause, error.Message);
        Assert.StartsWith(FilePath, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData(2_000_000_000, "the limit is")]
    [InlineData(ulong.MaxValue, "the limit is")]
    [InlineData(1000, "cut short")]
    public void AHeaderLongerThanTheFileIsRefusedBeforeItIsRead(ulong claimed, string cause)
    {
        byte[] bytes = HeaderBytes.File(TwoTensors, 14, claimed);
        File.WriteAllBytes(FilePath, bytes);
        Refusal(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InputException>(() => SafetensorsFile.Open(FilePath));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);
        Assert.Contains(cause, error.Message);
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        byte[] whole = HeaderBytes.File(TwoTensors, 14);
        for (int length = 0; length < whole.Length; length++)
            Refusal(whole[..length]);
    }

    [Fact]
    public void AMissingFileIsNamed()
    {
        var error = Assert.Throws<InputException>(() => SafetensorsFile.Open(FilePath));
        Assert.Contains(FilePath, error.Message);
        Assert.Equal(ExitCode.NotFound, error.Exit);
    }

    [Fact]
    public void AFolderIsNoFile()
    {
        Directory.CreateDirectory(FilePath);
        Assert.Throws<InputException>(() => SafetensorsFile.Open(FilePath));
    }

    [Fact]
    public void ALinkToAFileElsewhereIsFollowed()
    {
        string blob = _folder.PathOf("blob");
        File.WriteAllBytes(blob, HeaderBytes.File(TwoTensors, 14));
        File.CreateSymbolicLink(FilePath, blob);
        using var file = SafetensorsFile.Open(FilePath);
        Assert.Equal(2, file.Tensors.Count);
    }

    /// <summary>A file with holes costs no disk; its end lies past what 32 bits can count.</summary>
    [Fact]
    public void SlicesPastFourGigabytesAreRead()
    {
        const long large = 5_000_000_000;
        byte[] start = HeaderBytes.File($$$"""{"a":{"dtype":"U8","shape":[{{{large}}}],"data_offsets":[0,{{{large}}}]}}""", 0);
        using (FileStream stream = File.Create(FilePath))
        {
            stream.Write(start);
            stream.SetLength(start.Length + large);
            stream.Position = start.Length + large - 2;
            stream.Write([7, 9]);
        }
        using var file = SafetensorsFile.Open(FilePath);
        Assert.Equal([0, 7, 9], file.Bytes(file.Tensors["a"], large - 3, 3).ToArray());
        Assert.Throws<InputException>(() => file.ReadSingles("a"));
    }

    private SafetensorsFile Open(byte[] bytes)
    {
        File.WriteAllBytes(FilePath, bytes);
        return SafetensorsFile.Open(FilePath);
    }

    private InputException Refusal(byte[] bytes)
    {
        File.WriteAllBytes(FilePath, bytes);
        return Assert.Throws<InputException>(() => SafetensorsFile.Open(FilePath));
    }
}
