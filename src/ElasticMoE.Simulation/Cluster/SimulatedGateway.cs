using System.Globalization;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Requests;
using ElasticMoE.Simulation.Core;
using ElasticMoE.Simulation.Network;
using ElasticMoE.Simulation.Requests;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>A gateway: the shell around the product's <see cref="RequestMachine"/>. It dials every router; its clients are those of the book.</summary>
internal sealed class SimulatedGateway(Scene scene, int number)
    : LinkedProcess(scene.World, scene.Network, string.Create(CultureInfo.InvariantCulture, $"gateway {number}")), IRequestServer
{
    private readonly List<RequestEffect> _effects = [];
    private readonly Dictionary<LinkEnd, int> _numbers = [];
    private readonly Dictionary<int, LinkEnd> _links = [];
    private readonly SortedDictionary<long, SimulatedRequest> _requests = [];
    private readonly SortedDictionary<long, (LinkEnd End, ulong Frame)> _at = [];
    private RequestMachine _machine = new();
    private int _lastLink;
    private long _lastRequest;
    private Revision _said;
    private LinkEnd? _breaks;

    public void Submit(SimulatedRequest request)
    {
        _requests.Add(++_lastRequest, request);
        _machine.Submit(_lastRequest, request.Asked, ClockUs, _effects);
        Perform();
    }

    public void Cancel(SimulatedRequest request)
    {
        foreach ((long open, SimulatedRequest known) in _requests)
        {
            if (known != request)
                continue;
            Tell(new(RequestMessageKind.Cancelled) { Request = open });
            return;
        }
    }

    protected override void OnStart()
    {
        base.OnStart();
        (_machine, _lastRequest) = (new(), 0);
        foreach (SimulatedRouter router in scene.Routers)
            Reach(router);
        After(RequestMachine.TickUs, Tick);
    }

    protected override void OnCrash()
    {
        base.OnCrash();
        _effects.Clear();
        _numbers.Clear();
        _links.Clear();
        _requests.Clear();
        _at.Clear();
        scene.Requests.Lost(this);
    }

    protected override void OnOpened(LinkEnd end)
    {
        _links[_numbers[end] = ++_lastLink] = end;
        Tell(new(RequestMessageKind.LinkOpened, _lastLink) { Peer = ((SimulatedRouter)end.Peer!.Owner).Identity });
    }

    protected override void OnBroken(LinkEnd end)
    {
        bool isOrdered = _breaks == end;
        ReachAgain(end.Peer!.Owner);
        if (!_numbers.Remove(end, out int link))
            return;
        _links.Remove(link);
        foreach ((long open, (LinkEnd _, ulong frame)) in _at.Where(pair => pair.Value.End == end).ToArray())
        {
            // A router that says what it shouldn't is no excuse, unless its frames came twice.
            _requests[open].RoutersLost += isOrdered && !end.Peer!.HasDuplicated ? 0 : 1;
            if (scene.Bug == PlantedBug.LossIsAnEnd)
                Tell(new(RequestMessageKind.Done, link, frame) { Finish = new() { Reason = FinishReason.Length } });
        }
        Tell(new(RequestMessageKind.LinkBroken, link));
    }

    protected override void OnArrived(LinkEnd end, SimulatedMessage message)
    {
        var frame = (RequestFrame)message;
        int link = _numbers[end];
        switch (frame.Kind)
        {
            case FrameKind.Token:
                _said = frame.Revision;
                Tell(new(RequestMessageKind.Token, link, frame.Id) { Token = TokenOf(end, frame), Revision = frame.Revision });
                break;
            case FrameKind.Done:
                Tell(new(RequestMessageKind.Done, link, frame.Id) { Finish = TokenPayload.ReadFinish(frame.Payload) });
                break;
            default:
                Tell(new(RequestMessageKind.Load, link) { Status = TokenPayload.ReadStatus(frame.Payload) });
                break;
        }
    }

    /// <summary>The token of a frame. The mistake: whatever comes is taken for the next one.</summary>
    private GeneratedToken TokenOf(LinkEnd end, RequestFrame frame)
    {
        GeneratedToken token = TokenPayload.ReadToken(frame.Payload);
        if (scene.Bug != PlantedBug.TokensUncounted)
            return token;
        SimulatedRequest? request = _at.Where(pair => pair.Value == (end, frame.Id)).Select(pair => _requests[pair.Key]).FirstOrDefault();
        return request is null ? token : token with { Position = request.Prompt.Count + request.Accepted };
    }

    private void Tick()
    {
        After(RequestMachine.TickUs, Tick);
        Tell(new(RequestMessageKind.Tick));
    }

    private void Tell(in RequestMessage message)
    {
        _machine.Handle(message, ClockUs, _effects);
        Perform();
    }

    private void Perform()
    {
        // What happens between two effects may have effects of its own.
        RequestEffect[] effects = [.. _effects];
        _effects.Clear();
        foreach (RequestEffect effect in effects)
        {
            if (!Lives())
                return;
            Perform(effect);
        }
    }

    private void Perform(in RequestEffect effect)
    {
        switch (effect.Kind)
        {
            case RequestEffectKind.Submit: Send(effect); break;
            case RequestEffectKind.Cancel when _links.TryGetValue(effect.Link, out LinkEnd? end): scene.Network.Send(end, new RequestFrame { Kind = FrameKind.Cancel, Id = effect.FrameId }); break;
            case RequestEffectKind.Break when _links.TryGetValue(effect.Link, out LinkEnd? end): BreakFor(end, effect.Cause!); break;
            case RequestEffectKind.Deliver: Deliver(_requests[effect.Request], effect.Token); break;
            case RequestEffectKind.Finish: Finish(effect.Request, effect.End!); break;
        }
    }

    private void BreakFor(LinkEnd end, string cause)
    {
        _breaks = cause.StartsWith("a token for", StringComparison.Ordinal) ? end : null;
        Break(end, cause);
    }

    private void Send(in RequestEffect effect)
    {
        if (!_links.TryGetValue(effect.Link, out LinkEnd? end))
            return;
        (SimulatedRequest request, TokenRequest submission) = (scene.Requests[(int)effect.Submission!.Seed], effect.Submission);
        World.Note(Name, $"gives request {request.Number} to {end.Peer!.Owner.Name}, submission {++request.Submissions}, {submission.Tokens.Length} tokens");
        if (scene.Bug == PlantedBug.RevisionForgotten)
            submission = submission with { Revision = null };
        if (scene.Bug == PlantedBug.ResubmissionStartsOver)
            submission = submission with { Tokens = submission.Tokens[..request.Prompt.Count] };
        _at[_requests.First(pair => pair.Value == request).Key] = (end, effect.FrameId);
        scene.Network.Send(end, new RequestFrame { Kind = FrameKind.Submit, Id = effect.FrameId, Payload = RequestPayload.Write(submission) });
    }

    private void Deliver(SimulatedRequest request, in GeneratedToken token) => scene.Requests.Token(request, token.Position - request.Prompt.Count, token.Id, _said);

    private void Finish(long open, TokenFinish finish)
    {
        SimulatedRequest request = _requests[open];
        _requests.Remove(open);
        _at.Remove(open);
        if (finish.Reason == FinishReason.Error && scene.Bug != PlantedBug.FailureIsACleanEnd)
            scene.Requests.Fail(request, finish.Message!);
        else if (finish.Reason != FinishReason.Cancelled)
            scene.Requests.Complete(request);
    }
}
