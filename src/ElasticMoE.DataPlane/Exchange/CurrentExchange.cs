using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>The exchange under way: what is asked, as (row, slot) pairs that are numbered row · active + slot, and what has become of each.</summary>
/// <param name="map">Where replicas are.</param>
/// <param name="keyOf">Tells a row of the dispatch by its content.</param>
internal sealed class CurrentExchange(ExpertMap map, Func<int, ulong> keyOf)
{
    /// <summary>What a row did to one version of an expert says nothing about another.</summary>
    private const ulong VersionMix = 0x9E3779B97F4A7C15UL;

    private static readonly ExpertPlacement s_nowhere = new(default, [], []);

    private ulong?[] _keys = [];

    /// <summary>The newest map.</summary>
    public ExpertMap Map { get; set; } = map;

    public ExpertDispatch Dispatch { get; private set; } = new();

    public PairStates Pairs { get; } = new();

    /// <summary>Counts exchanges: a frame's pairs mean something in its own exchange only.</summary>
    public long Number { get; private set; }

    /// <summary>Begins the next: every expert of every row that is ready is wanted.</summary>
    public void Begin(ExpertDispatch dispatch)
    {
        Dispatch = dispatch;
        Number++;
        int active = dispatch.ActiveExperts;
        if (_keys.Length < dispatch.Rows)
            _keys = new ulong?[dispatch.Rows];
        Array.Clear(_keys);
        Pairs.Begin(dispatch.Rows * active);
        for (int row = 0; row < dispatch.Rows; row++)
        {
            for (int slot = 0; slot < dispatch.ExpertsOf(row).Length; slot++)
            {
                if (dispatch.StateOf(row) == RowState.Ready)
                    Pairs.Want(row * active + slot);
            }
        }
    }

    /// <summary>Whether this is the exchange that the frame's pairs count in: the caller may have begun the next once this one is complete.</summary>
    public bool Has(FrameInFlight frame) => frame.Exchange == Number && Pairs.Left > 0;

    public int RowOf(int pair) => pair / Dispatch.ActiveExperts;

    public ExpertId ExpertOf(int pair) => new(Dispatch.Layer, Dispatch.Experts[pair]);

    public bool IsDecoding(int pair) => Dispatch.IsDecoding(RowOf(pair));

    /// <summary>The map of a row's revision; null where that isn't live any more, or not yet known.</summary>
    public ExpertMap? MapOf(int row) => Map.Of(Dispatch.RevisionOf(row));

    /// <summary>Where the version is that a pair's row is bound to.</summary>
    public ExpertPlacement PlacementOf(int pair) => MapOf(RowOf(pair))?[ExpertOf(pair)] ?? s_nowhere;

    /// <summary>What a pair's row is known by, with that version, when it is computed again.</summary>
    public ulong KeyOf(int pair) => (_keys[RowOf(pair)] ??= keyOf(RowOf(pair))) ^ (ulong)PlacementOf(pair).Version * VersionMix;

    /// <summary>A frame is no longer out. Pairs that are out nowhere else, and wanted, are loose again.</summary>
    public void TakeBack(FrameInFlight frame)
    {
        if (frame.Exchange != Number)
            return;
        foreach (int pair in frame.Pairs)
            Pairs.ComeBack(pair);
    }

    /// <summary>What a frame owes still, by content.</summary>
    public void AddOwed(FrameInFlight frame, List<(ulong Key, ExpertId Expert)> owed)
    {
        owed.AddRange(frame.Disowned);
        if (!Has(frame))
            return;
        foreach (int pair in frame.Pairs)
        {
            if (!Pairs.IsDone(pair))
                owed.Add((KeyOf(pair), ExpertOf(pair)));
        }
    }

    /// <summary>Notes by content what a frame still owes of some pairs: their numbers mean nothing any more once their rows have left the step.</summary>
    public void Disown(FrameInFlight frame, int firstPair, int endPair)
    {
        if (!Has(frame))
            return;
        int at = frame.Pairs.BinarySearch(firstPair);
        for (at = at < 0 ? ~at : at; at < frame.Pairs.Count && frame.Pairs[at] < endPair; at++)
        {
            int pair = frame.Pairs[at];
            if (!Pairs.IsDone(pair))
                frame.Disowned.Add((KeyOf(pair), ExpertOf(pair)));
        }
    }

    /// <summary>A row has left the step: nothing is wanted for it.</summary>
    public void Drop(int row)
    {
        for (int slot = 0; slot < Dispatch.ActiveExperts; slot++)
            Pairs.Finish(row * Dispatch.ActiveExperts + slot);
    }

    /// <summary>A pair that no replica could take for too long; −1 where there is none.</summary>
    public int PairToPark(long nowUs)
    {
        foreach (int pair in Pairs.Loose)
        {
            if (Waits(pair) && nowUs >= ParkUs(pair))
                return pair;
        }
        return -1;
    }

    /// <summary>When the next row is to be parked; <see cref="long.MaxValue"/> where none waits.</summary>
    public long NextParkUs()
    {
        long nextUs = long.MaxValue;
        foreach (int pair in Pairs.Loose)
        {
            if (Waits(pair))
                nextUs = Math.Min(nextUs, ParkUs(pair));
        }
        return nextUs;
    }

    private bool Waits(int pair) => !Pairs.IsDone(pair) && Pairs.WaitingSinceUs(pair) >= 0;

    private long ParkUs(int pair) => Pairs.WaitingSinceUs(pair) + ExchangeMachine.ParkAfterUs;
}
