using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.DataPlane.Control;

/// <summary>For want of which versions rows were parked lately. One thread notes, any reads.</summary>
/// <param name="clock">When a claim lapses.</param>
public sealed class ExpertClaims(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<ExpertVersion, long> _noted = [];

    /// <summary>So long after the last row that was parked for it nobody waits for a version any more: a sequence is tried again in the step that begins a tenth of a second later.</summary>
    public static TimeSpan LapsesAfter { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Notes what the rows lack that were parked in a dispatch's layer.</summary>
    /// <param name="dispatch">A layer's work, finished.</param>
    /// <param name="map">Says which version each row's revision has.</param>
    public void Note(ExpertDispatch dispatch, ExpertMap map)
    {
        for (int row = 0; row < dispatch.Rows; row++)
        {
            if (dispatch.StateOf(row) == RowState.Parked && dispatch.MissingOf(row) is { } missing && missing.Layer == dispatch.Layer && map.Of(dispatch.RevisionOf(row)) is { } bound)
                Note(new ExpertVersion(missing, bound[missing].Version));
        }
    }

    /// <summary>What is waited for, ascending.</summary>
    public IReadOnlyList<ExpertVersion> Read()
    {
        lock (_gate)
        {
            if (_noted.Count == 0)
                return [];
            foreach (ExpertVersion lapsed in _noted.Where(noted => clock.GetElapsedTime(noted.Value) >= LapsesAfter).Select(noted => noted.Key).ToArray())
                _noted.Remove(lapsed);
            return [.. _noted.Keys];
        }
    }

    private void Note(ExpertVersion replica)
    {
        lock (_gate)
            _noted[replica] = clock.GetTimestamp();
    }
}
