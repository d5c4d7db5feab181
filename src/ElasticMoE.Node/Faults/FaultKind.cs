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
}
