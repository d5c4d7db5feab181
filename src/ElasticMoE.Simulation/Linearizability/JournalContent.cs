using System.Globalization;
using ElasticMoE.Placement.Control.Leases;

namespace ElasticMoE.Simulation.Linearizability;

/// <summary>What a journal's database has.</summary>
/// <param name="Lease">The lease's row.</param>
/// <param name="Entries">The journal.</param>
internal readonly record struct JournalContent(LeaseRow Lease, EntryChain Entries)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"lease {Lease.Number}, renewed {Lease.Renewal} times, and {Entries.Count} entries");
}
