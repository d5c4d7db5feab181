using ElasticMoE.Contracts.Requests;
using ElasticMoE.Model.Chat;
using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Gateway.Models;

/// <summary>A model as clients see it: its name, how its prompts are written, and who answers them.</summary>
public sealed record ServedModel
{
    /// <summary>The name clients ask for.</summary>
    public required string Id { get; init; }

    /// <summary>Tokenizer and chat templates.</summary>
    public required ChatFormat Format { get; init; }

    /// <summary>What the checkpoint says about generation; taken where a request says nothing.</summary>
    public required GenerationDefaults Defaults { get; init; }

    /// <summary>Tokens of a sequence, prompt and output together.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Ids of the model.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Answers requests.</summary>
    public required ITokenService Service { get; init; }

    /// <summary>Stands for the weights' bits: where it is equal, equal requests with equal seeds get equal answers.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>When it was loaded, seconds since 1970.</summary>
    public required long Created { get; init; }
}
