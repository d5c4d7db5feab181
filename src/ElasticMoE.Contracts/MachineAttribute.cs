namespace ElasticMoE.Contracts;

/// <summary>
/// Marks a synchronous state machine: what it does depends on its state, the message and the time it is given, and on nothing else, so
/// that any run replays from its inputs. The repository's rules keep clocks, waiting, threads, unseeded randomness and hash order out of marked types.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class MachineAttribute : Attribute;
