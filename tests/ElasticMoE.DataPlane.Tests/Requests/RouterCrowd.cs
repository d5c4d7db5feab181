using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Requests;

namespace ElasticMoE.DataPlane.Tests.Requests;

/// <summary>
/// Many requests over routers in virtual time: a router takes a step of all it has every <see cref="StepUs"/>, and one that is killed, or dies of a request, is started again after <see cref="RestartUs"/>.
/// </summary>
internal sealed class RouterCrowd
{
    public const long StepUs = 50_000, RestartUs = 1_000_000;

    private readonly RequestScript _script = new();
    private readonly (int Link, long BackUs)[] _routers;
    private readonly List<CrowdMember> _members = [];
    private readonly Dictionary<(int Link, ulong FrameId), int> _promptSteps = [];
    private ulong _incarnation;
    private long _steps;

    public RouterCrowd(int routers)
    {
        _routers = new (int, long)[routers];
        for (int router = 0; router < routers; router++)
            Start(router);
    }

    /// <summary>Requests that failed, by number, and why.</summary>
    public IEnumerable<(long Number, string Cause)> Refused => _script.Finished.Where(end => end.Value.Failure is not null).Select(end => (end.Key, end.Value.Message!));

    public int Open => _script.Machine.Open;

    /// <summary>Routers that died, whatever of.</summary>
    public int Deaths { get; private set; }

    /// <summary>The longest time for which a request got no token.</summary>
    public long StallMaxUs { get; private set; }

    /// <summary>Begins a request.</summary>
    /// <param name="output">Tokens it asks for.</param>
    /// <param name="promptSteps">Steps until its first token.</param>
    /// <param name="deadlyAt">At which token a router dies of it: in all, and since that router got it; null for an innocent one.</param>
    public CrowdMember Ask(int output, int promptSteps = 1, Func<int, int, bool>? deadlyAt = null)
    {
        var request = new TokenRequest { Tokens = new[] { 1, 2, _members.Count }, OutputMax = output, Seed = (ulong)_members.Count };
        var member = new CrowdMember(_script.Submit(request), request, promptSteps, deadlyAt) { HeardUs = _script.NowUs };
        _members.Add(member);
        return member;
    }

    public void Kill(int router)
    {
        if (_routers[router].Link == 0)
            return;
        int link = _routers[router].Link;
        _routers[router] = (0, _script.NowUs + RestartUs);
        Deaths++;
        _script.Lose(link);
    }

    /// <summary>Every router takes one step.</summary>
    public void Step()
    {
        _script.NowUs += StepUs;
        for (int router = 0; router < _routers.Length; router++)
        {
            if (_routers[router].Link > 0)
                Step(router);
            else if (_script.NowUs >= _routers[router].BackUs)
                Start(router);
        }
        _script.Say(new(RequestMessageKind.Tick));
        foreach (CrowdMember member in _members.Where(member => !_script.Finished.ContainsKey(member.Number)))
            StallMaxUs = Math.Max(StallMaxUs, member.Hear(_script.Delivered[member.Number].Count, _script.NowUs));
    }

    /// <summary>Whether what was delivered is right, and no clean end came early.</summary>
    public void Check()
    {
        foreach (CrowdMember member in _members)
        {
            int[] answer = HashModel.Answer(member.Request), got = [.. _script.Delivered[member.Number].Select(token => token.Id)];
            Assert.True(answer.AsSpan(0, got.Length).SequenceEqual(got), $"request {member.Number} got other tokens");
            Assert.True(_script.Finished.GetValueOrDefault(member.Number)?.Reason != FinishReason.Length || got.Length == answer.Length, $"request {member.Number} ends early");
        }
    }

    private void Start(int router) => _routers[router] = (_script.Open(router, ++_incarnation), 0);

    private void Step(int router)
    {
        var tokens = new List<(int Link, ulong FrameId)>();
        foreach ((int Link, ulong FrameId) at in _script.AtRouters.Keys.Where(key => key.Link == _routers[router].Link).OrderBy(key => key.FrameId).ToArray())
        {
            (TokenRequest request, List<int> so) = _script.AtRouters[at];
            CrowdMember member = _members[(int)request.Seed];
            if (so.Count == request.Tokens.Length && (_promptSteps[at] = _promptSteps.GetValueOrDefault(at) + 1) < member.PromptSteps)
                continue;
            if (member.DeadlyAt?.Invoke(so.Count - member.Request.Tokens.Length, so.Count - request.Tokens.Length) ?? false)
            {
                // It dies before anything of this step is sent.
                Kill(router);
                return;
            }
            tokens.Add(at);
        }
        tokens.ForEach(_script.Step);
        _script.Say(new(RequestMessageKind.Load, _routers[router].Link) { Status = new() { Steps = ++_steps } });
    }
}
