using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.DataPlane.Tests.Requests;

/// <summary>Requests over routers that die, drain, refuse and come back, all from one seed.</summary>
internal sealed class RequestChaos(int seed)
{
    private const int Routers = 3;

    private readonly Random _random = new(seed);
    private readonly RequestScript _script = new();
    private readonly Dictionary<long, TokenRequest> _requests = [];
    private readonly Dictionary<int, int> _links = [];
    private ulong _incarnation;

    public void Run()
    {
        for (int events = 0; events < 600; events++)
        {
            _script.NowUs += _random.Next(2000);
            Event();
        }
        for (int router = 0; router < Routers; router++)
            Restart(router);
        while (_script.AtRouters.Count > 0)
            _script.Step(Any());
        Assert.Equal(0, _script.Machine.Open);
        foreach ((long number, TokenRequest request) in _requests)
            Check(number, request);
    }

    private void Check(long number, TokenRequest request)
    {
        TokenFinish finish = _script.Finished[number];
        int[] answer = HashModel.Answer(request);
        int[] got = [.. _script.Delivered[number].Select(token => token.Id)];
        Assert.True(answer.AsSpan(0, got.Length).SequenceEqual(got), $"seed {seed}: request {number} got other tokens");
        Assert.Equal(Enumerable.Range(request.Tokens.Length, got.Length), _script.Delivered[number].Select(token => token.Position));
        // A clean end is the end of the answer.
        Assert.True(finish.Reason != FinishReason.Length || got.Length == answer.Length, $"seed {seed}: request {number} ends early");
        Assert.True(finish.Reason is FinishReason.Length or FinishReason.Cancelled or FinishReason.Error);
    }

    private void Event()
    {
        int router = _random.Next(Routers);
        switch (_random.Next(20))
        {
            case 0: Restart(router); break;
            case 1 when _links.Remove(router, out int link): _script.Lose(link); break;
            case 2 when _requests.Count > 0: _script.Say(new(DataPlane.Requests.RequestMessageKind.Cancelled) { Request = _random.Next(_requests.Count) + 1 }); break;
            case 3 when _script.AtRouters.Count > 0 && _random.Next(3) == 0: _script.Done(Any(), TokenFinish.Error(RequestFailure.Busy, "busy")); break;
            case 4 when _links.TryGetValue(router, out int drained):
                _script.Say(new(DataPlane.Requests.RequestMessageKind.Load, drained) { Status = new() { Fault = _random.Next(2) == 0 ? null : "draining" } });
                break;
            case 5:
                TokenRequest request = HashModel.RandomRequest(_random);
                _requests.Add(_script.Submit(request), request);
                break;
            case 6: _script.Say(new(DataPlane.Requests.RequestMessageKind.Tick)); break;
            default:
                if (_script.AtRouters.Count > 0)
                    _script.Step(Any());
                break;
        }
    }

    private void Restart(int router)
    {
        if (_links.Remove(router, out int link))
            _script.Lose(link);
        _links[router] = _script.Open(router, ++_incarnation);
    }

    private (int Link, ulong FrameId) Any() => _script.AtRouters.Keys.ElementAt(_random.Next(_script.AtRouters.Count));
}
