using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Hosting;

namespace ElasticMoE.Node.Hosting;

/// <summary>One replica of an assignment's file.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Expert">Its index in the layer.</param>
/// <param name="Version">Its version.</param>
/// <param name="Goal">What it is to be: cold, warm or awake.</param>
/// <param name="Digest">What its bytes must hash to; null for the model's own.</param>
internal sealed record AssignmentEntry(int Layer, int Expert, int Version, string Goal, string? Digest)
{
    public static AssignmentEntry Of(HeldReplica assigned) =>
        new(assigned.Replica.Expert.Layer, assigned.Replica.Expert.Index, assigned.Replica.Version, assigned.Goal.ToString(), assigned.Content?.ToString());

    /// <exception cref="InputException">The goal is none, or the digest.</exception>
    public HeldReplica ToReplica() => Enum.TryParse(Goal, out ReplicaPhase goal) && goal is ReplicaPhase.Cold or ReplicaPhase.Warm or ReplicaPhase.Awake
        ? new(new(new(Layer, Expert), Version), goal, Digest is null ? null : ContentDigest.Parse(Digest))
        : throw new InputException($"assignment of expert {Layer}/{Expert}", $"it is to be '{Goal}', which is none of Cold, Warm, Awake");
}
