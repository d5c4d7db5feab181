using System.Threading.Channels;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Control;

/// <summary>
/// A node, as the supervisor sees it over a link. What it answers is what was last heard: a command that can be sent is taken, and what the
/// node says to it shows in <see cref="Receipts"/> and in reports.
/// </summary>
public sealed class RemoteNodeAgent : INodeAgent
{
    private readonly IFrameLink _link;
    private readonly Dictionary<ulong, ReplicaCommand> _sent = [];
    private readonly NewestBroadcast<NodeReport> _reports = new();
    private readonly Channel<(ReplicaCommand Command, CommandReceipt Receipt)> _receipts =
        Channel.CreateBounded<(ReplicaCommand, CommandReceipt)>(Limits.ReplicasOnTheWayMax);
    private readonly Lock _gate = new();
    private readonly NodeReport _unheard;
    private ulong _lastFrame;
    private bool _ended;

    internal RemoteNodeAgent(IFrameLink link, NodeDescription description)
    {
        (_link, Description) = (link, description);
        _unheard = new(description.Identity, 0, 0, 0, description.BudgetBytes, []);
    }

    /// <inheritdoc/>
    public NodeDescription Description { get; }

    /// <summary>What the node has said to commands, in order; ends with the link. Whoever doesn't read it misses what comes when it is full.</summary>
    public ChannelReader<(ReplicaCommand Command, CommandReceipt Receipt)> Receipts => _receipts.Reader;

    /// <summary>The highest lease number that the node has said it has learnt.</summary>
    public long Lease { get; private set; }

    /// <inheritdoc/>
    public long Fence(long lease)
    {
        lock (_gate)
            Send(FrameKind.Fence, ControlPayload.WriteLease(lease));
        return Math.Max(lease, Lease);
    }

    /// <inheritdoc/>
    public CommandReceipt Submit(ReplicaCommand command)
    {
        byte[] payload = ControlPayload.Write(command);
        lock (_gate)
        {
            // The answer may come before the sending returns: it must find the command here.
            if (_ended || _sent.Count == Limits.ReplicasOnTheWayMax)
                return CommandReceipt.Busy;
            _sent[_lastFrame + 1] = command;
            if (Send(FrameKind.Command, payload))
                return CommandReceipt.Taken;
            _sent.Remove(_lastFrame);
            return CommandReceipt.Busy;
        }
    }

    /// <inheritdoc/>
    public NodeReport Observe() => _reports.Newest ?? _unheard;

    /// <inheritdoc/>
    public IAsyncEnumerable<NodeReport> Reports(CancellationToken cancel) => _reports.ReadAsync(cancel);

    internal void Received(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        switch (header.Kind)
        {
            case FrameKind.Fenced:
                Lease = Math.Max(Lease, ControlPayload.ReadLease(payload));
                break;
            case FrameKind.Receipt:
                Take(header.FrameId, ControlPayload.ReadReceipt(payload));
                break;
            case FrameKind.Report:
                Take(ControlPayload.ReadReport(payload));
                break;
            default:
                throw new FrameFault($"{header.Kind}, which a node doesn't send to a supervisor");
        }
    }

    internal void End()
    {
        lock (_gate)
        {
            _ended = true;
            _receipts.Writer.TryComplete();
            _reports.End();
        }
    }

    private void Take(ulong frame, CommandReceipt receipt)
    {
        lock (_gate)
        {
            if (_sent.Remove(frame, out ReplicaCommand? command))
                _receipts.Writer.TryWrite((command, receipt));
        }
    }

    private void Take(NodeReport report)
    {
        if (report.Identity != Description.Identity)
            throw new FrameFault($"a report of {report.Identity} from {Description.Identity}");
        _reports.Publish(report);
    }

    private bool Send(FrameKind kind, byte[] payload) => _link.TrySend(new FrameHeader { Kind = kind, FrameId = ++_lastFrame }, payload);
}
