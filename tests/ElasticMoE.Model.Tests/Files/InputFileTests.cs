using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Files;

public sealed class InputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void AFileOfTheLimitIsReadWithoutItsByteOrderMark()
    {
        string path = Written([0xEF, 0xBB, 0xBF, (byte)'a', (byte)'b']);
        Assert.Equal("ab"u8.ToArray(), InputFile.ReadBytes(path, 5).ToArray());
        Assert.Equal("ab", InputFile.ReadText(path, 5));
    }

    [Fact]
    public void OneByteMoreIsRefused()
    {
        string path = Written(new byte[6]);
        Assert.Equal($"{path}: 6 bytes are over the limit of 5", Assert.Throws<InputException>(() => InputFile.ReadBytes(path, 5)).Message);
        Assert.Throws<InputException>(() => InputFile.Open(path, 5));
    }

    [Fact]
    public async Task APipeIsReadUpToTheLimit()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "pipes lie in no folder there");
        string path = _folder.PathOf("pipe");
        using (Process made = Process.Start("mkfifo", path))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("abcdef", await Piped(() => InputFile.ReadText(path, 6)));
        Assert.Equal($"{path}: its bytes are over the limit of 5", (await Assert.ThrowsAsync<InputException>(() => Piped(() => InputFile.ReadText(path, 5)))).Message);

        async Task<string> Piped(Func<string> read)
        {
            Task writing = Task.Run(Write, TestContext.Current.CancellationToken);
            string text = await Task.Run(read, TestContext.Current.CancellationToken);
            await writing;
            return text;
        }

        void Write()
        {
            using var pipe = new FileStream(path, FileMode.Open, FileAccess.Write);
            pipe.Write("abcdef"u8);
        }
    }

    [Fact]
    public void NoNameIsNoFile() => Assert.Contains("cannot be read", Assert.Throws<InputException>(() => InputFile.ReadText("", 5)).Message, StringComparison.Ordinal);

    [Fact]
    public void WhatIsNotThereIsNamed()
    {
        string path = _folder.PathOf("none", "file");
        InputException missing = Assert.Throws<InputException>(() => InputFile.ReadText(path, 5));
        Assert.Equal(($"{path}: the file does not exist", ExitCode.NotFound), (missing.Message, missing.Exit));
    }

    [Fact]
    public void AFolderIsNoFile() => Assert.StartsWith($"{_folder.Root}: cannot be read: ", Assert.Throws<InputException>(() => InputFile.ReadText(_folder.Root, 5)).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private string Written(byte[] bytes)
    {
        string path = _folder.PathOf("file");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
