using System.Text.Json.Serialization;

namespace ElasticMoE.Node.Chaos.Scenarios;

/// <summary>What a step of a scenario does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChaosDeed>))]
internal enum ChaosDeed
{
    /// <summary>Kills members, which stay away for the step's time.</summary>
    Kill,

    /// <summary>Asks members to end; each is started again.</summary>
    Restart,

    /// <summary>Halts members.</summary>
    Halt,

    /// <summary>Lets every frame that members send be late.</summary>
    Slow,

    /// <summary>Cuts members off: packets vanish in both directions.</summary>
    Cut,

    /// <summary>Lets supervisors' journals have no room.</summary>
    FillDisk,

    /// <summary>Lets nodes load no experts.</summary>
    ForbidLoads,

    /// <summary>Asks a question one row of which kills every node that runs it with one expert.</summary>
    Poison,

    /// <summary>Scales experts up and down by commands.</summary>
    Scale,

    /// <summary>Puts experts to sleep, wakes them, and puts them to sleep again, by commands.</summary>
    Sleep,

    /// <summary>Gives an expert other weights by a command.</summary>
    Update,
}
