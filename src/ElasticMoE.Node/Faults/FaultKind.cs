using System.Text.Json.Serialization;

namespace ElasticMoE.Node.Faults;

/// <summary>What can be done to a member of a cluster that allows it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
internal enum FaultKind
{
    /// <summary>It is killed, and stays away while the fault lasts.</summary>
    Kill,

    /// <summary>It is asked to end, and is started again.</summary>
    Restart,

    /// <summary>It does nothing; its connections stay open.</summary>
    Halt,

    /// <summary>Each frame that it sends is late.</summary>
    Slow,

    /// <summary>Nothing reaches it, and nothing it sends reaches others; its connections stay open.</summary>
    Cut,

    /// <summary>Its journal has no room.</summary>
    FillDisk,

    /// <summary>It loads no experts.</summary>
    ForbidLoads,

    /// <summary>One row kills it.</summary>
    Poison,

    /// <summary>Nothing happens until it is over; then commands are given that take back what was commanded.</summary>
    TakeBack,
}
