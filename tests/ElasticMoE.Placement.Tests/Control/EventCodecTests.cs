using System.Reflection;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Codec;

namespace ElasticMoE.Placement.Tests.Control;

public sealed class EventCodecTests
{
    [Fact]
    public void EveryEventHasItsGoldenBytesBothWays()
    {
        foreach ((ControlEvent one, string bytes) in SampleEvents.All)
        {
            string written = Convert.ToHexStringLower(EventCodec.Encode(SampleEvents.Batch(one)));
            Assert.Equal(SampleEvents.Head + bytes, written);
            EventBatch read = EventCodec.Decode(Convert.FromHexString(SampleEvents.Head + bytes));
            Assert.Equal(written, Convert.ToHexStringLower(EventCodec.Encode(read)));
            Assert.IsType(one.GetType(), read.Events[0]);
        }
    }

    [Fact]
    public void EveryEventHasASampleAndANumber()
    {
        string[] events = [.. typeof(ControlEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(ControlEvent))).Select(type => type.Name).Order()];
        Assert.Equal(events, SampleEvents.All.Select(sample => sample.Event.GetType().Name).Order());
        Assert.Equal(events, Enum.GetNames<EventKind>().Order());
        Assert.Equal(Enumerable.Range(1, events.Length), SampleEvents.All.Select(sample => Convert.ToInt32(sample.Bytes[..2], 16)));
    }

    [Fact]
    public void ThePageHasTheBytesOfEveryEvent()
    {
        string root = typeof(EventCodecTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(one => one.Key == "RepoRoot").Value!;
        string page = File.ReadAllText(Path.Combine(root, "docs", "events.md"));
        Assert.Contains(SampleEvents.Head, page, StringComparison.Ordinal);
        foreach ((ControlEvent one, string bytes) in SampleEvents.All)
            Assert.Contains($"| {Convert.ToInt32(bytes[..2], 16)} | `{one.GetType().Name}` |", page, StringComparison.Ordinal);
        Assert.All(SampleEvents.All, sample => Assert.Contains($"| {sample.Bytes} |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsUnknownIsRefusedByName()
    {
        byte[] bytes = EventCodec.Encode(SampleEvents.Batch(new ControlEvent.AutoscalePaused()));
        Refused(bytes, 0, 0, "doesn't begin like an entry");
        Refused(bytes, 4, 2, "version 2 is unknown; this program knows 1");
        Refused(bytes, bytes.Length - 1, 99, "event 99 is unknown");
        Assert.Contains("1 bytes are left over", Assert.Throws<InputException>(() => EventCodec.Decode((byte[])[.. bytes, 0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShortAndDamagedEntriesAreRefusedAndNeverBreakTheReader()
    {
        var random = new Random(71);
        foreach ((ControlEvent one, _) in SampleEvents.All)
        {
            byte[] bytes = EventCodec.Encode(SampleEvents.Batch(one));
            for (int length = 0; length < bytes.Length; length++)
                Assert.Throws<InputException>(() => EventCodec.Decode(bytes.AsMemory(0, length)));
            for (int turn = 0; turn < 200; turn++)
            {
                byte[] damaged = [.. bytes];
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                Assert.True(Record.Exception(() => EventCodec.Decode(damaged)) is null or InputException);
            }
        }
    }

    private static void Refused(byte[] bytes, int at, byte value, string expected)
    {
        byte[] changed = [.. bytes];
        changed[at] = value;
        InputException refused = Assert.Throws<InputException>(() => EventCodec.Decode(changed));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }
}
