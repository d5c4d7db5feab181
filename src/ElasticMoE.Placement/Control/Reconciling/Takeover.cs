namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>A replica that routers woke without being told to, and how long it has to be without rows to sleep again.</summary>
internal sealed class Takeover(long rows, long nowMs)
{
    private long _rows = rows;
    private long _rowMs = nowMs;
    private bool _isOn = true;
    private int _doublings;

    /// <summary>Takes what a report says of it.</summary>
    public void Note(bool isOn, long rows, long nowMs)
    {
        if (isOn && !_isOn)
            _doublings = Math.Min(_doublings + 1, SupervisionTimes.TrimDoublingsMax);
        if (isOn && (rows != _rows || !_isOn))
            (_rows, _rowMs) = (rows, nowMs);
        _isOn = isOn;
    }

    /// <summary>Whether it may sleep. One that isn't on is awake because it was wanted so, and may as soon as it isn't any more.</summary>
    public bool IsQuiet(long nowMs) => !_isOn || nowMs - _rowMs >= SupervisionTimes.TrimMs << _doublings;

    public bool IsForgotten(long nowMs) => !_isOn && nowMs - _rowMs >= SupervisionTimes.ForgetTakeoverMs;
}
