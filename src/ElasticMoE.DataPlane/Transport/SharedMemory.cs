using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ElasticMoE.DataPlane.Frames;
using Microsoft.Win32.SafeHandles;

namespace ElasticMoE.DataPlane.Transport;

/// <summary>
/// Memory that two processes of one machine have mapped: one made it and offers it, the other one finds it through the first one's open files. It has
/// no name, so that nothing is left behind however either of them ends, and can't be made smaller, so that neither can take it from under the other.
/// Its first bytes are random: by them the other one sees that it has found what was meant. Counts who needs it, and is unmapped when nobody does.
/// Linux alone.
/// </summary>
internal sealed unsafe partial class SharedMemory
{
    /// <summary>Bytes at the start that are no one's to use: what proves which memory this is.</summary>
    public const int ProofBytes = 64;

    private const int CloseOnExec = 1, AllowSealing = 2, AddSeals = 1033, GetSeals = 1034, SealSeal = 1, SealShrink = 2, SealGrow = 4;
    private const int Read = 1, Write = 2, Shared = 1;
    private const nint Failed = -1;

    private int _users = 1;

    private SharedMemory(SafeFileHandle file, int bytes)
    {
        byte* start = Map(null, (nuint)bytes, Read | Write, Shared, file, 0);
        if ((nint)start == Failed)
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        Start = start;
        Bytes = bytes;
    }

    /// <summary>Its first byte; a multiple of a page.</summary>
    public byte* Start { get; }

    public int Bytes { get; }

    /// <summary>Makes memory of zeros, none of which is taken before it is touched, and an offer of it.</summary>
    /// <exception cref="IOException">The system gives none.</exception>
    public static (SharedMemory Memory, SafeFileHandle File, MemoryOffer Offer) Make(int bytes)
    {
        SafeFileHandle file = Create("emoe payloads", CloseOnExec | AllowSealing);
        try
        {
            if (file.IsInvalid || Truncate(file, bytes) != 0 || Control(file, AddSeals, SealSeal | SealShrink | SealGrow) != 0)
                throw new IOException(Marshal.GetLastPInvokeErrorMessage());
            var memory = new SharedMemory(file, bytes);
            RandomNumberGenerator.Fill(memory.Proof);
            return (memory, file, new(Environment.ProcessId, (int)file.DangerousGetHandle(), bytes, [.. memory.Proof]));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Maps what another process offers.</summary>
    /// <exception cref="IOException">It can't be found from here, or is something else; nothing is mapped.</exception>
    public static SharedMemory Take(MemoryOffer offer)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{offer.Process}/fd/{offer.File}");
        const int Wanted = SealSeal | SealShrink | SealGrow;
        try
        {
            // Shared with whoever else has it open: no lock is wanted.
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.GetLength(file) != offer.Bytes || Control(file, GetSeals, 0) is var seals && (seals < 0 || (seals & Wanted) != Wanted))
                throw new IOException("another file than was offered");
            var memory = new SharedMemory(file, offer.Bytes);
            if (CryptographicOperations.FixedTimeEquals(memory.Proof, offer.Proof))
                return memory;
            memory.Release();
            throw new IOException("other memory than was offered");
        }
        catch (Exception failed) when (failed is UnauthorizedAccessException or NotSupportedException)
        {
            throw new IOException(failed.Message, failed);
        }
    }

    private Span<byte> Proof => new(Start, MemoryOffer.ProofBytes);

    /// <summary>Somebody more needs it.</summary>
    public void Retain() => Interlocked.Increment(ref _users);

    /// <summary>Somebody needs it no more.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            _ = Unmap(Start, (nuint)Bytes);
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Create(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int Truncate(SafeFileHandle file, nint bytes);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* Map(byte* at, nuint bytes, int protection, int flags, SafeFileHandle file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(byte* start, nuint bytes);
}
