using ElasticMoE.Engine.Scheduling;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>A router's blocks: stand-in sequences have those that their computed positions count for, and share none.</summary>
internal sealed class StandInLedger(IEnumerable<ScheduledSequence> sequences) : IBlockLedger
{
    public const int BlockPositions = 4;

    private const int Blocks = 48;

    public int Free => Blocks - sequences.Sum(sequence => (sequence.Computed + BlockPositions - 1) / BlockPositions);

    public int Open(ScheduledSequence sequence) => 0;

    public void Close(ScheduledSequence sequence)
    {
    }
}
