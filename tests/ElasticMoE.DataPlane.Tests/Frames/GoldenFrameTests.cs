using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Tests.Links;

namespace ElasticMoE.DataPlane.Tests.Frames;

/// <summary>The frames of docs/wire.md, which were made without this code: they are read, then written again to the same bytes.</summary>
public sealed partial class GoldenFrameTests
{
    private static readonly FrameHeader s_header = new() { FrameId = 0x0102030405060708, Epoch = new(5, 7), Revision = new(2), Layer = 11, Step = 99 };

    private static readonly byte[] s_secret = [.. Enumerable.Repeat((byte)3, LocalPeer.SecretBytesMin)];

    /// <summary>Frames between supervisor and node have their golden bytes with the control that sends them.</summary>
    private static readonly FrameKind[] s_control =
        [FrameKind.Fence, FrameKind.Fenced, FrameKind.Command, FrameKind.Receipt, FrameKind.Description, FrameKind.Report,
         FrameKind.Map, FrameKind.MapDelta, FrameKind.MapAsk, FrameKind.RouterReport, FrameKind.RevisionEnded];

    [Fact]
    public void EveryKindIsInATableUnderItsNumberAndHasItsBytes()
    {
        string[] kinds = [.. Enum.GetValues<FrameKind>().Except(s_control).Select(Numbered)];
        Assert.Equal(kinds.Order(), KindRow().Matches(WirePage.Text).Select(match => match.Groups[1].Value).Except(s_control.Select(Numbered)).Order());
        Assert.Equal(kinds, WirePage.Frames.Select(frame => $"{(byte)frame.Header.Kind} {frame.Name}"));

        static string Numbered(FrameKind kind) => $"{(byte)kind} {kind}";
    }

    [Fact]
    public void TheHeadersTableHasNoGapAndNoOverlap()
    {
        var sizes = new Dictionary<string, int> { ["u8"] = 1, ["u16"] = 2, ["u32"] = 4, ["u64"] = 8, ["i64"] = 8, ["i64, i64"] = 16, ["7 bytes"] = 7 };
        int offset = 0;
        foreach (Match row in HeaderRow().Matches(WirePage.Text))
        {
            Assert.Equal(offset, int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture));
            offset += sizes[row.Groups[2].Value];
        }
        Assert.Equal(FrameCodec.HeaderBytes, offset);
    }

    [Fact]
    public void NamedNumbersOfTheHeaderAreThoseOfTheCode()
    {
        Assert.Contains($"flags: {string.Join(", ", Enum.GetValues<FrameFlags>().Skip(1).Select(flag => $"{(int)flag} {flag.ToString().ToLowerInvariant()}"))} |", WirePage.Text, StringComparison.Ordinal);
        Assert.Contains($"written: {string.Join(", ", Enum.GetValues<WireFormat>().Select(format => $"{(int)format} {format.ToString().ToLowerInvariant()}"))} |", WirePage.Text, StringComparison.Ordinal);
        Assert.Contains($"u8 role ({string.Join(", ", Enum.GetValues<PeerRole>().Select(role => $"{(int)role} {role.ToString().ToLowerInvariant()}"))})", WirePage.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FrameKind.Hello)]
    [InlineData(FrameKind.Welcome)]
    public void AnIntroductionIsRead(FrameKind kind)
    {
        byte[] payload = Read(kind, new FrameHeader { Kind = kind });
        Introduction read = Introduction.Read(payload.AsSpan(0, Introduction.Bytes));
        bool isRouter = kind == FrameKind.Hello;
        Assert.Equal((isRouter ? PeerRole.Router : PeerRole.Node, WireFormat.F32), (read.Role, read.Format));
        Assert.Equal(isRouter ? new NodeIdentity(new(3), new(103)) : new NodeIdentity(new(7), new(107)), read.Identity);
        Assert.False(read.ModelDigest.ContainsAnyExcept((byte)1) || read.KernelHash.ContainsAnyExcept((byte)2));
        // All but the nonce, which is fresh each time.
        byte[] written = Introduction.Of(new LocalPeer { Identity = read.Identity, Role = read.Role, ModelDigest = read.ModelDigest.ToArray(), KernelHash = read.KernelHash.ToArray(), Secret = s_secret }).Wire.ToArray();
        Assert.Equal(payload[..80], written[..80]);
        Assert.Equal(Introduction.Bytes, written.Length);
        Written(kind, payload);
    }

    [Theory]
    [InlineData(FrameKind.Welcome, "accepts")]
    [InlineData(FrameKind.Proof, "dials")]
    public void AProofIsThatOfBothIntroductions(FrameKind kind, string side)
    {
        Introduction dialler = Introduction.Read(WirePage.Frame(FrameKind.Hello).Payload);
        Introduction acceptor = Introduction.Read(WirePage.Frame(FrameKind.Welcome).Payload.AsSpan(0, Introduction.Bytes));
        var local = new LocalPeer { Identity = default, Role = default, ModelDigest = [], KernelHash = [], Secret = s_secret };
        Assert.Equal(Read(kind, new FrameHeader { Kind = kind })[^32..], Handshake.Proof(local, side, dialler, acceptor));
        Written(kind, WirePage.Frame(kind).Payload);
    }

    [Theory]
    [InlineData(FrameKind.Refused, 0ul)]
    [InlineData(FrameKind.Unavailable, 9ul)]
    public void AReasonIsALine(FrameKind kind, ulong id)
    {
        Assert.Equal("no", Encoding.UTF8.GetString(Read(kind, new FrameHeader { Kind = kind, FrameId = id })));
        Written(kind, "no"u8);
    }

    [Fact]
    public void APingSaysNothing()
    {
        Assert.Empty(Read(FrameKind.Ping, new FrameHeader { Kind = FrameKind.Ping }));
        Written(FrameKind.Ping, []);
    }

    [Fact]
    public void HoldingsAreExperts()
    {
        Assert.Equal([1, 258], ExpertListPayload.Read(Read(FrameKind.Holdings, new FrameHeader { Kind = FrameKind.Holdings, Layer = 11 })));
        Span<byte> payload = stackalloc byte[ExpertListPayload.Bytes(2)];
        ExpertListPayload.Write(payload, [1, 258]);
        Written(FrameKind.Holdings, payload);
    }

    [Fact]
    public void ACreditIsRows()
    {
        Assert.Equal(Limits.CreditRowsDefault, CreditPayload.Read(Read(FrameKind.Credit, new FrameHeader { Kind = FrameKind.Credit })));
        Span<byte> payload = stackalloc byte[CreditPayload.Bytes];
        CreditPayload.Write(payload, 1024);
        Written(FrameKind.Credit, payload);
    }

    [Fact]
    public void AnOfferOfMemorySaysWhereItIs()
    {
        var offer = MemoryOffer.Parse(Read(FrameKind.Memory, new FrameHeader { Kind = FrameKind.Memory }));
        Assert.Equal((4711, 9, 1 << 20), (offer.Process, offer.File, offer.Bytes));
        Assert.False(offer.Proof.AsSpan().ContainsAnyExcept((byte)0xEE));
        Span<byte> payload = stackalloc byte[MemoryOffer.WireBytes];
        offer.Write(payload);
        Written(FrameKind.Memory, payload);
    }

    [Fact]
    public void AnAnswerToItIsYesOrNo() => Assert.Equal([1], Read(FrameKind.MemoryTaken, new FrameHeader { Kind = FrameKind.MemoryTaken }));

    [Fact]
    public void ADispatchIsListsAndRows()
    {
        FrameHeader header = s_header with { Kind = FrameKind.Dispatch, Flags = FrameFlags.Takeover | FrameFlags.Decode, Rows = 2 };
        byte[] payload = Read(FrameKind.Dispatch, header);
        var work = new ExpertWork();
        int rows = DispatchPayload.ReadLists(payload, header, 2 * sizeof(float), work);
        Assert.Equal([1, 3], work.ExpertsOf(0).ToArray());
        Assert.Equal([3], work.ExpertsOf(1).ToArray());
        Assert.Equal([1f, -2f, 0.5f, 3f], MemoryMarshal.Cast<byte, float>(payload.AsSpan(rows)));
        byte[] written = new byte[rows + 4 * sizeof(float)];
        DispatchPayload.WriteRow(DispatchPayload.WriteRow(written.AsSpan(0, DispatchPayload.ListBytes(2, 3)), [1, 3]), [3]);
        MemoryMarshal.AsBytes<float>([1, -2, 0.5f, 3]).CopyTo(written.AsSpan(rows));
        Written(FrameKind.Dispatch, written);
    }

    [Fact]
    public void AnAnswerIsRows()
    {
        Assert.Equal([1f, 2, 3, 4, 5, 6], MemoryMarshal.Cast<byte, float>(Read(FrameKind.Answer, s_header with { Kind = FrameKind.Answer, Rows = 2 })));
        Written(FrameKind.Answer, MemoryMarshal.AsBytes<float>([1, 2, 3, 4, 5, 6]));
    }

    [Fact]
    public void NotHereNamesExperts()
    {
        Assert.Equal([3], ExpertListPayload.Read(Read(FrameKind.NotHere, s_header with { Kind = FrameKind.NotHere, Rows = 2 })));
        Span<byte> payload = stackalloc byte[ExpertListPayload.Bytes(1)];
        ExpertListPayload.Write(payload, [3]);
        Written(FrameKind.NotHere, payload);
    }

    [Fact]
    public void StartedSaysNothing()
    {
        Assert.Empty(Read(FrameKind.Started, s_header with { Kind = FrameKind.Started, Rows = 1 }));
        Written(FrameKind.Started, []);
    }

    [Fact]
    public void AFailureHasRowExpertAndCause()
    {
        var failed = new FailedPayload(1, -1, "no");
        Assert.Equal(failed, FailedPayload.Parse(Read(FrameKind.Failed, s_header with { Kind = FrameKind.Failed, Rows = 2 })));
        Span<byte> payload = stackalloc byte[failed.Size];
        failed.Format(payload);
        Written(FrameKind.Failed, payload);
    }

    [Fact]
    public void AFetchNamesBytesOfWeights()
    {
        PieceRequest request = PieceRequest.Parse(Read(FrameKind.Fetch, new FrameHeader { Kind = FrameKind.Fetch, FrameId = 9 }));
        Assert.Equal((8192L, 4096), (request.Offset, request.Length));
        Span<byte> payload = stackalloc byte[PieceRequest.Size];
        request.Format(payload);
        Assert.False(payload[..ContentDigest.Size].ContainsAnyExcept((byte)0xCC));
        Written(FrameKind.Fetch, payload);
    }

    [Fact]
    public void APieceIsBytes()
    {
        Assert.Equal([0xDE, 0xAD, 0xBE, 0xEF], Read(FrameKind.Piece, new FrameHeader { Kind = FrameKind.Piece, FrameId = 9 }));
        Written(FrameKind.Piece, [0xDE, 0xAD, 0xBE, 0xEF]);
    }

    /// <summary>Reads the page's frame as a link does.</summary>
    internal static byte[] Read(FrameKind kind, FrameHeader expected)
    {
        GoldenFrame golden = WirePage.Frame(kind);
        byte[] header = [.. golden.Bytes.AsSpan(0, FrameCodec.HeaderBytes)];
        Assert.Equal(expected, FrameCodec.Read(header, Limits.FramePayloadBytesMax, out int payloadBytes));
        Assert.Equal(golden.Payload.Length, payloadBytes);
        FrameCodec.Verify(header, golden.Payload);
        return golden.Payload;
    }

    /// <summary>The header that was read, before a payload that was written, gives the page's bytes.</summary>
    internal static void Written(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        GoldenFrame golden = WirePage.Frame(kind);
        Assert.Equal(Convert.ToHexStringLower(golden.Bytes), Convert.ToHexStringLower(RawFrames.Of(golden.Header, payload)));
    }

    [GeneratedRegex(@"^\| (\d+ [A-Z][A-Za-z]+) \|", RegexOptions.Multiline)]
    private static partial Regex KindRow();

    [GeneratedRegex(@"^\| (\d+) \| ([a-z0-9, ]+) \|", RegexOptions.Multiline)]
    private static partial Regex HeaderRow();
}
