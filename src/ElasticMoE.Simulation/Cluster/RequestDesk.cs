using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Requests;
using ElasticMoE.Simulation.Core;
using ElasticMoE.Simulation.Network;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>
/// A router's end of the gateways' links, as the product's own is one: takes requests, sends their tokens as they come, says ten times a second
/// how busy the router is, and cancels what came on a link that breaks. A request of a revision that the router hasn't heard of waits.
/// </summary>
internal sealed class RequestDesk(Scene scene, SimulatedRouter router)
{
    private const long LoadUs = 100_000;

    private readonly Dictionary<LinkEnd, SortedDictionary<ulong, ServedRequest?>> _open = [];
    private readonly List<(LinkEnd End, ulong Id, TokenRequest Request)> _toCome = [];

    /// <summary>Why it takes no further requests; null while it does.</summary>
    public string? Draining { get; private set; }

    public bool IsIdle => _open.Values.All(requests => requests.Count == 0);

    public void Opened(LinkEnd end)
    {
        _open[end] = [];
        SendLoad(end);
    }

    public void Broken(LinkEnd end)
    {
        if (!_open.Remove(end, out var requests) || scene.Bug == PlantedBug.RequestsOutliveTheirLink)
            return;
        foreach (ServedRequest? served in requests.Values)
            router.Cancel(served);
    }

    public void Arrived(LinkEnd end, RequestFrame frame)
    {
        if (!_open.TryGetValue(end, out var requests))
            return;
        if (frame.Kind == FrameKind.Cancel)
        {
            if (requests.Remove(frame.Id, out ServedRequest? served))
                router.Cancel(served);
            return;
        }
        if (Draining is { } reason)
            Refuse(end, frame.Id, RequestFailure.Unavailable, reason);
        else if (!requests.TryAdd(frame.Id, null))
            router.Break(end, "a request twice");
        else
            Begin(end, frame.Id, RequestPayload.Read(frame.Payload));
    }

    /// <summary>A map has come, and perhaps the revision that requests wait for.</summary>
    public void Retry()
    {
        (LinkEnd End, ulong Id, TokenRequest Request)[] waiting = [.. _toCome];
        _toCome.Clear();
        foreach ((LinkEnd end, ulong id, TokenRequest request) in waiting)
        {
            if (_open.TryGetValue(end, out var requests) && requests.ContainsKey(id))
                Begin(end, id, request);
        }
    }

    public void Token(ServedRequest served)
    {
        int position = served.Sequence.Tokens.Count - 1;
        byte[] payload = TokenPayload.Write(new GeneratedToken(position, served.Sequence.Tokens[position], double.NaN, default));
        Send(served, new() { Kind = FrameKind.Token, Id = served.Id, Revision = served.Sequence.Revision, Payload = payload });
    }

    public void End(ServedRequest served, TokenFinish finish)
    {
        Send(served, new() { Kind = FrameKind.Done, Id = served.Id, Payload = TokenPayload.Write(finish) });
        if (_open.TryGetValue(served.Gateway, out var requests))
            requests.Remove(served.Id);
    }

    public void Drain(string reason)
    {
        Draining = reason;
        foreach (LinkEnd end in _open.Keys)
            SendLoad(end);
    }

    public void SendLoads()
    {
        foreach (LinkEnd end in _open.Keys)
            SendLoad(end);
        router.After(LoadUs, SendLoads);
    }

    private void Begin(LinkEnd end, ulong id, TokenRequest request)
    {
        Revision revision = request.Revision ?? router.Map.Revision;
        if (request.Tokens.Length - request.PromptLength >= request.OutputMax)
            Finish(end, id, new() { Reason = FinishReason.Length });
        else if (router.Map.Of(revision) is not null)
            _open[end][id] = router.Begin(end, id, request, revision);
        else if (revision.CompareTo(router.Map.Revision) > 0)
            _toCome.Add((end, id, request));
        else
            Refuse(end, id, RequestFailure.Failed, $"revision {revision} is over");
    }

    private void Refuse(LinkEnd end, ulong id, RequestFailure failure, string reason)
    {
        SendLoad(end);
        Finish(end, id, TokenFinish.Error(failure, reason));
    }

    private void Finish(LinkEnd end, ulong id, TokenFinish finish)
    {
        _open[end].Remove(id);
        scene.Network.Send(end, new RequestFrame { Kind = FrameKind.Done, Id = id, Payload = TokenPayload.Write(finish) });
    }

    private void Send(ServedRequest served, RequestFrame frame)
    {
        if (_open.TryGetValue(served.Gateway, out var requests) && requests.ContainsKey(served.Id))
            scene.Network.Send(served.Gateway, frame);
    }

    private void SendLoad(LinkEnd end) =>
        scene.Network.Send(end, new RequestFrame { Kind = FrameKind.Load, Payload = TokenPayload.Write(router.Status with { Fault = Draining }) });
}
