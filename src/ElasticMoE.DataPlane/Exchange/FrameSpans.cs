using System.Diagnostics;
using ElasticMoE.Contracts.Tracing;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>The spans of frames that are out, from sending to answer, where the step is traced. One thread has them.</summary>
internal sealed class FrameSpans
{
    /// <summary>A node that never answers loses its link, and with it its spans; this is for nodes that answer late without end.</summary>
    private const int OpenMax = 4096;

    private readonly Dictionary<(int Link, ulong Frame), Activity> _open = [];

    /// <summary>Begins a frame's, under the step's.</summary>
    /// <param name="frame">About to be sent.</param>
    /// <returns>Null where the step isn't traced.</returns>
    public Activity? Begin(FrameInFlight frame)
    {
        if (Traces.Inside("dispatch", ActivityKind.Client) is not { } span)
            return null;
        // Frames are out side by side: none is under another.
        Activity.Current = span.Parent;
        span.SetTag("node", frame.Identity.Node.Value).SetTag("layer", frame.Layer).SetTag("rows", frame.Rows).SetTag("flags", frame.Flags.ToString());
        if (_open.Count >= OpenMax)
            End(_open.Keys.First(), "forgotten");
        _open[(frame.Link, frame.Id)] = span;
        return span;
    }

    /// <summary>What a node says ends a frame's, unless it is only that it has started.</summary>
    public void End(int link, FrameHeader said)
    {
        if (_open.Count > 0 && said.Kind is FrameKind.Answer or FrameKind.NotHere or FrameKind.Failed)
            End((link, said.FrameId), said.Kind.ToString());
    }

    /// <summary>With a link all that is out on it is lost.</summary>
    public void Break(int link)
    {
        foreach ((int Link, ulong Frame) lost in _open.Keys.Where(open => open.Link == link).ToArray())
            End(lost, "lost");
    }

    private void End((int Link, ulong Frame) frame, string outcome)
    {
        if (!_open.Remove(frame, out Activity? span))
            return;
        Activity? around = Activity.Current;
        span.SetTag("outcome", outcome).Dispose();
        Activity.Current = around;
    }
}
