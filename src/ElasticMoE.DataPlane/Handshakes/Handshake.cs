using System.Security.Cryptography;
using System.Text;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Handshakes;

/// <summary>
/// Both sides prove that they know the cluster's secret, by an HMAC over both introductions (so that neither a proof nor a nonce serves
/// twice, or the other way round), then compare digests. The dialling side begins: Hello, Welcome, Proof, and a ping when it is accepted.
/// </summary>
internal static class Handshake
{
    /// <summary>Largest payload of a handshake's frame: a Welcome.</summary>
    public const int PayloadBytesMax = 1024;

    private const int ProofBytes = HMACSHA256.HashSizeInBytes;

    /// <summary>The dialling side.</summary>
    /// <exception cref="FrameFault">The peer is refused, or refuses.</exception>
    /// <exception cref="IOException">The stream broke, or took too long.</exception>
    public static Introduction Dial(HandshakeStream stream, LocalPeer local) => TellingRefusals(stream, () =>
    {
        Introduction ours = Introduction.Of(local);
        stream.Send(FrameKind.Hello, ours.Wire);
        byte[] welcome = stream.Receive(FrameKind.Welcome);
        if (welcome.Length != Introduction.Bytes + ProofBytes)
            throw new FrameFault("a welcome of the wrong length");
        Introduction theirs = Introduction.Read(welcome.AsSpan(0, Introduction.Bytes), stream.PeerVersion);
        Check(welcome.AsSpan(Introduction.Bytes), Proof(local, "accepts", ours, theirs));
        Compare(local, theirs);
        stream.Send(FrameKind.Proof, Proof(local, "dials", ours, theirs));
        stream.Receive(FrameKind.Ping);
        return theirs;
    });

    /// <summary>The accepting side.</summary>
    /// <exception cref="FrameFault">The peer is refused, or refuses.</exception>
    /// <exception cref="IOException">The stream broke, or took too long.</exception>
    public static Introduction Accept(HandshakeStream stream, LocalPeer local) => TellingRefusals(stream, () =>
    {
        byte[] hello = stream.Receive(FrameKind.Hello);
        Introduction theirs = Introduction.Read(hello, stream.PeerVersion);
        Introduction ours = Introduction.Of(local);
        stream.Send(FrameKind.Welcome, [.. ours.Wire, .. Proof(local, "accepts", theirs, ours)]);
        Check(stream.Receive(FrameKind.Proof), Proof(local, "dials", theirs, ours));
        Compare(local, theirs);
        stream.Send(FrameKind.Ping, []);
        return theirs;
    });

    private static Introduction TellingRefusals(HandshakeStream stream, Func<Introduction> shake)
    {
        try
        {
            return shake();
        }
        catch (FrameFault refused)
        {
            stream.Send(FrameKind.Refused, Encoding.UTF8.GetBytes(refused.Message));
            throw;
        }
    }

    /// <summary>Proves that the side of that name knows the secret, for these two introductions alone.</summary>
    public static byte[] Proof(LocalPeer local, string side, Introduction dialler, Introduction acceptor) =>
        HMACSHA256.HashData(local.Secret, (byte[])[.. Encoding.ASCII.GetBytes(side), .. dialler.Wire, .. acceptor.Wire]);

    private static void Check(ReadOnlySpan<byte> proof, ReadOnlySpan<byte> expected)
    {
        if (!CryptographicOperations.FixedTimeEquals(proof, expected))
            throw new FrameFault("the peer doesn't know this cluster's secret");
    }

    private static void Compare(LocalPeer local, Introduction theirs)
    {
        if (!theirs.ModelDigest.SequenceEqual(local.ModelDigest))
            throw new FrameFault($"{theirs.Identity} has another model: {Short(theirs.ModelDigest)}, here {Short(local.ModelDigest)}");
        if (!theirs.KernelHash.SequenceEqual(local.KernelHash))
            throw new FrameFault($"{theirs.Identity} computes other bits: kernel hash {Short(theirs.KernelHash)}, here {Short(local.KernelHash)}");
        // No others send each other rows.
        bool sendRows = (local.Role, theirs.Role) is (PeerRole.Router, PeerRole.Node) or (PeerRole.Node, PeerRole.Router);
        if (sendRows && theirs.Format != local.Wire)
            throw new FrameFault($"{theirs.Identity} sends rows as {WireFormatNames.Name(theirs.Format)}, here {WireFormatNames.Name(local.Wire)}");
    }

    private static string Short(ReadOnlySpan<byte> digest) => Convert.ToHexStringLower(digest[..6]);
}
