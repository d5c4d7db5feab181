using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.DataPlane.Requests;

/// <summary>A router as a gateway sees it.</summary>
internal sealed class RouterState(int link, NodeIdentity identity, long nowUs)
{
    public int Link => link;

    public NodeIdentity Identity => identity;

    /// <summary>What it said last of itself.</summary>
    public TokenServiceStatus Status { get; private set; } = new();

    /// <summary>Tokens it still has to compute for this gateway: of prompts, and of outputs as far as they may go.</summary>
    public long OutstandingTokens { get; set; }

    /// <summary>Requests of this gateway that it has.</summary>
    public int Requests { get; private set; }

    /// <summary>A suspect that waits until it can have the router without others that haven't got on, or null: none is added meanwhile.</summary>
    public OpenRequest? Claimant { get; set; }

    /// <summary>Requests that haven't got on since the router got them: what may be why, should it be lost.</summary>
    public int Untried => _untried.Sum();

    private readonly int[] _untried = new int[Enum.GetValues<RequestCompany>().Length];

    /// <summary>When it last had nothing to do or got on.</summary>
    private long _progressUs = nowUs;

    public bool TakesRequests => Status.Fault is null;

    public void Hear(TokenServiceStatus status, long nowUs)
    {
        if (status.Steps != Status.Steps || Requests == 0)
            _progressUs = nowUs;
        Status = status;
    }

    /// <summary>Whether a request may join those that haven't got on.</summary>
    public bool HasRoomFor(OpenRequest request)
    {
        if (Claimant is not null && Claimant != request)
            return false;
        var strictest = (RequestCompany)Math.Max((int)request.Suspicion.Company, Array.FindLastIndex(_untried, count => count > 0));
        return strictest switch
        {
            RequestCompany.Any => true,
            RequestCompany.Few => Untried < RequestSuspicion.FewMax,
            _ => Untried == 0,
        };
    }

    public void Give(RequestCompany company, long nowUs)
    {
        _untried[(int)company]++;
        if (Requests++ == 0)
            _progressUs = nowUs;
    }

    /// <summary>A request has got on.</summary>
    public void Clear(RequestCompany company) => _untried[(int)company]--;

    public void Take() => Requests--;

    /// <summary>Whether it has had requests and taken no step for too long.</summary>
    public bool IsHung(long nowUs, long limitUs) => Requests > 0 && nowUs - _progressUs > limitUs;
}
