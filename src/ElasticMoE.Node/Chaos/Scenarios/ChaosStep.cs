using System.Text.Json.Serialization;

namespace ElasticMoE.Node.Chaos.Scenarios;

/// <summary>One step of a scenario's round.</summary>
internal sealed record ChaosStep
{
    /// <summary>What is done.</summary>
    public required ChaosDeed Do { get; init; }

    /// <summary>To whom, as <see cref="Targets.MemberSelector"/> reads it.</summary>
    public string On { get; set; } = "";

    /// <summary>Whether members are what it is done to, so that others may be named in their place.</summary>
    [JsonIgnore]
    public bool IsOfMembers => Do is not (ChaosDeed.Poison or ChaosDeed.Scale or ChaosDeed.Sleep or ChaosDeed.Update);

    /// <summary>How long it lasts, ms.</summary>
    public int ForMs { get; set; }

    /// <summary>How late each frame is, ms.</summary>
    public int DelayMs { get; set; }

    /// <summary>How many experts commands are about.</summary>
    public int Count { get; set; } = 1;

    /// <summary>How long after the step before it, ms. The one before may still last.</summary>
    public int AfterMs { get; set; }
}
