using System.Security.Cryptography;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using Microsoft.Win32.SafeHandles;

namespace ElasticMoE.Model.Hosting;

/// <summary>Writes an expert's weights to a store, piece after piece, under a temporary name; they appear once they are whole and of the right digest.</summary>
public sealed class ExpertWriter : IDisposable
{
    internal const string TemporaryExtension = ".tmp";

    private readonly string _path;
    private readonly string _temporaryPath;
    private readonly ExpertContent _content;
    private readonly SafeFileHandle _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal ExpertWriter(string path, in ExpertContent content)
    {
        (_path, _content) = (path, content);
        _temporaryPath = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}{TemporaryExtension}";
        // The disk's space is taken at once, so that a full one is noticed before anything has travelled.
        _file = Attempt(() => File.OpenHandle(_temporaryPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, _content.Bytes));
    }

    /// <summary>Bytes written.</summary>
    public long Written { get; private set; }

    /// <summary>Adds bytes.</summary>
    /// <exception cref="InputException">They are too many, or can't be written.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Written + bytes.Length > _content.Bytes)
            throw new InputException(_path, $"more than the {_content.Bytes} bytes it has were sent");
        try
        {
            RandomAccess.Write(_file, bytes, Written);
        }
        catch (IOException failed)
        {
            throw new InputException(_path, $"can't be written: {failed.Message}", inner: failed);
        }
        _hash.AppendData(bytes);
        Written += bytes.Length;
    }

    /// <summary>Checks length and digest and gives the file its name.</summary>
    /// <exception cref="InputException">The bytes are not the ones wanted, or can't be written.</exception>
    public void Complete()
    {
        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        _hash.GetHashAndReset(digest);
        if (Written != _content.Bytes || ContentDigest.Read(digest) != _content.Digest)
            throw new InputException(_path, $"the {Written} bytes that came have digest {ContentDigest.Read(digest)}");
        Attempt(() =>
        {
            // Not flushed: what a crash of the machine leaves of it is found out by its digest, which the next process checks at its first load.
            _file.Dispose();
            File.Move(_temporaryPath, _path, overwrite: true);
            return 0;
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
        File.Delete(_temporaryPath);
    }

    private T Attempt<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new InputException(_path, $"can't be written: {failed.Message}", inner: failed);
        }
    }
}
