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

    /// <summary>When it last had nothing to do or got on.</summary>
    private long _progressUs = nowUs;

    public bool TakesRequests => Status.Fault is null;

    public void Hear(TokenServiceStatus status, long nowUs)
    {
        if (status.Steps != Status.Steps || Requests == 0)
            _progressUs = nowUs;
        Status = status;
    }

    public void Give(long nowUs)
    {
        if (Requests++ == 0)
            _progressUs = nowUs;
    }

    public void Take() => Requests--;

    /// <summary>Whether it has had requests and taken no step for too long.</summary>
    public bool IsHung(long nowUs, long limitUs) => Requests > 0 && nowUs - _progressUs > limitUs;
}
