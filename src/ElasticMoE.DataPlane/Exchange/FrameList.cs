namespace ElasticMoE.DataPlane.Exchange;

/// <summary>The frames that are out, in the order in which they were sent. Frames are used again.</summary>
internal sealed class FrameList
{
    private readonly List<FrameInFlight> _frames = [];
    private readonly Stack<FrameInFlight> _unused = new();

    public int Count => _frames.Count;

    public FrameInFlight this[int index] => _frames[index];

    public FrameInFlight Rent() => _unused.TryPop(out FrameInFlight? frame) ? frame : new();

    public void Return(FrameInFlight frame) => _unused.Push(frame);

    public void Add(FrameInFlight frame) => _frames.Add(frame);

    public void RemoveAt(int index) => _frames.RemoveAt(index);

    public FrameInFlight? Find(int link, ulong id)
    {
        int index = IndexOf(link, id);
        return index < 0 ? null : _frames[index];
    }

    /// <summary>Finds and removes.</summary>
    public FrameInFlight? Take(int link, ulong id)
    {
        int index = IndexOf(link, id);
        if (index < 0)
            return null;
        FrameInFlight frame = _frames[index];
        _frames.RemoveAt(index);
        return frame;
    }

    private int IndexOf(int link, ulong id)
    {
        for (int i = 0; i < _frames.Count; i++)
        {
            if (_frames[i].Id == id && _frames[i].Link == link)
                return i;
        }
        return -1;
    }
}
