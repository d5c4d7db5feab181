namespace ElasticMoE.Actors.Supervision;

/// <summary>A group gives up: one of its actors fails again and again.</summary>
/// <param name="group">The group.</param>
/// <param name="actor">Its actor.</param>
/// <param name="failure">What it failed of last.</param>
public sealed class ActorGaveUpException(string group, string actor, Exception failure)
    : Exception($"{group} gives up: {actor} fails again and again, last with: {failure.Message}", failure);
