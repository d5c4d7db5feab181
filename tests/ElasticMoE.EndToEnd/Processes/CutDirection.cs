namespace ElasticMoE.EndToEnd.Processes;

/// <summary>Which packets vanish.</summary>
[Flags]
public enum CutDirection
{
    /// <summary>Those to the node.</summary>
    ToNode = 1,

    /// <summary>Those from the node.</summary>
    FromNode = 2,

    /// <summary>All.</summary>
    Both = ToNode | FromNode,
}
