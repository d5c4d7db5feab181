using ElasticMoE.Engine.Scheduling;

namespace ElasticMoE.Engine.Tests.Scheduling;

/// <summary>So many blocks of 16 positions are free; what is taken back comes on top.</summary>
internal sealed class CountingLedger(int free) : IBlockLedger
{
    public int Free { get; private set; } = free;

    public int Open(ScheduledSequence sequence) => 0;

    public void Close(ScheduledSequence sequence) => Free += (sequence.Computed + 15) / 16;
}
