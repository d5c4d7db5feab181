using ElasticMoE.Node.Chaos.Load;
using ElasticMoE.Node.Chaos.Targets;
using ElasticMoE.Node.Machine;

namespace ElasticMoE.Node.Chaos.Pace;

/// <summary>Reads, beside a run, how much processor time its door takes: this process, which is its clients, and the gateways.</summary>
internal sealed class DoorMeter : IDisposable
{
    /// <summary>Often enough for spans of seconds; a reading takes a fraction of a millisecond.</summary>
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(250);

    private readonly IChaosTarget _target;
    private readonly RunClock _clock;
    private readonly List<PaceSample> _samples = [];
    private readonly ManualResetEvent _ending = new(false);
    private readonly Thread _thread;
    private double _takenUs;
    private double _doorUs;
    private ProcessorTicks? _ticks;

    /// <summary>Begins to read.</summary>
    public DoorMeter(IChaosTarget target, RunClock clock)
    {
        (_target, _clock) = (target, clock);
        _thread = new Thread(Run) { IsBackground = true, Name = "door meter" };
        _thread.Start();
    }

    /// <summary>Reads once more, and no longer.</summary>
    /// <returns>What was read; nothing where gateways run on other machines.</returns>
    public IReadOnlyList<PaceSample> Finish()
    {
        _ending.Set();
        _thread.Join();
        return _samples;
    }

    public void Dispose()
    {
        Finish();
        _ending.Dispose();
    }

    private void Run()
    {
        do
            Read();
        while (!_ending.WaitOne(s_every));
        Read();
    }

    private void Read()
    {
        if (_target.GatewayTime is not { } gateways)
            return;
        double takenUs = (gateways + Environment.CpuUsage.TotalTime).TotalMicroseconds;
        ProcessorTicks? ticks = ProcessorTicks.TryRead();
        // Time that a virtual machine's host took for others is nobody's processor time, and slows all the same.
        _doorUs += (takenUs - _takenUs) * (_ticks is { } earlier ? ticks?.StretchSince(earlier) ?? 1 : 1);
        (_takenUs, _ticks) = (takenUs, ticks);
        _samples.Add(new(_clock.NowUs, _doorUs));
    }
}
