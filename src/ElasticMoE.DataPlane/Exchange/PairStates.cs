namespace ElasticMoE.DataPlane.Exchange;

/// <summary>What has become of each (row, slot) pair of one exchange.</summary>
internal sealed class PairStates
{
    private bool[] _done = [];
    private bool[] _out = [];
    private bool[] _suspect = [];
    private long[] _waitingSinceUs = [];

    /// <summary>Pairs without outputs.</summary>
    public int Left { get; private set; }

    /// <summary>Begins with no pair to be done.</summary>
    public void Begin(int pairs)
    {
        if (_done.Length < pairs)
            (_done, _out, _suspect, _waitingSinceUs) = (new bool[pairs], new bool[pairs], new bool[pairs], new long[pairs]);
        Array.Fill(_done, true);
        Array.Clear(_suspect);
        Left = 0;
    }

    public void Want(int pair)
    {
        _done[pair] = false;
        _waitingSinceUs[pair] = -1;
        Left++;
    }

    public bool IsDone(int pair) => _done[pair];

    /// <summary>Marks a pair.</summary>
    /// <returns>Whether it was still wanted.</returns>
    public bool Finish(int pair)
    {
        if (_done[pair])
            return false;
        _done[pair] = true;
        Left--;
        return true;
    }

    /// <summary>Whether a frame has it that may still be answered.</summary>
    public bool IsOut(int pair) => _out[pair];

    public void MarkOut(int pair) => _out[pair] = true;

    public void ClearOut() => Array.Clear(_out);

    public bool IsSuspect(int pair) => _suspect[pair];

    public void Suspect(int pair) => _suspect[pair] = true;

    /// <summary>Since when no replica can take the pair; −1 where one can.</summary>
    public ref long WaitingSinceUs(int pair) => ref _waitingSinceUs[pair];
}
