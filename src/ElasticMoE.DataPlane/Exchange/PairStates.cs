namespace ElasticMoE.DataPlane.Exchange;

/// <summary>
/// What has become of each (row, slot) pair of one exchange. A pair that is wanted is out, in one frame or more, or loose: whoever sends looks
/// at the loose ones alone.
/// </summary>
internal sealed class PairStates
{
    private readonly List<int> _loose = [];
    private bool[] _done = [];
    private bool[] _isLoose = [];
    private int[] _frames = [];
    private long[] _waitingSinceUs = [];
    private bool _isSorted;

    /// <summary>Pairs without outputs.</summary>
    public int Left { get; private set; }

    /// <summary>Pairs that are out nowhere, ascending; done ones may be among them. Whoever takes one out says so by <see cref="Settle"/>.</summary>
    public List<int> Loose
    {
        get
        {
            if (!_isSorted)
                _loose.Sort();
            _isSorted = true;
            return _loose;
        }
    }

    /// <summary>Begins with no pair to be done.</summary>
    public void Begin(int pairs)
    {
        if (_done.Length < pairs)
            (_done, _isLoose, _frames, _waitingSinceUs) = (new bool[pairs], new bool[pairs], new int[pairs], new long[pairs]);
        Array.Fill(_done, true);
        Array.Clear(_isLoose);
        Array.Clear(_frames);
        _loose.Clear();
        _isSorted = true;
        Left = 0;
    }

    /// <summary>A pair is wanted; pairs come in ascending order.</summary>
    public void Want(int pair)
    {
        _done[pair] = false;
        _waitingSinceUs[pair] = -1;
        _isLoose[pair] = true;
        _loose.Add(pair);
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

    /// <summary>A pair is not loose any more.</summary>
    public void Settle(int pair) => _isLoose[pair] = false;

    /// <summary>A frame has it that may be answered.</summary>
    public void GoOut(int pair) => _frames[pair]++;

    /// <summary>A frame that had it is answered, given up or lost.</summary>
    public void ComeBack(int pair)
    {
        if (--_frames[pair] > 0 || _done[pair] || _isLoose[pair])
            return;
        _isLoose[pair] = true;
        _isSorted &= _loose.Count == 0 || _loose[^1] < pair;
        _loose.Add(pair);
    }

    /// <summary>Since when no replica can take the pair; −1 where one can.</summary>
    public ref long WaitingSinceUs(int pair) => ref _waitingSinceUs[pair];
}
