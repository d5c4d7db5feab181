using System.Text;
using ElasticMoE.Model.Tokenization;

namespace ElasticMoE.Gateway.Answers;

/// <summary>Single tokens as text and as bytes, for lists of logprobs.</summary>
internal sealed class TokenTexts(Tokenizer tokenizer)
{
    /// <summary>What JSON has in the place of minus infinity.</summary>
    private const double LogprobMin = -9999;

    public byte[] Bytes(int id) => tokenizer.BytesOf(id);

    /// <summary>Its text; parts of characters become replacement characters.</summary>
    public string Text(int id) => Encoding.UTF8.GetString(tokenizer.BytesOf(id));

    public static double Finite(double logprob) => double.IsFinite(logprob) ? logprob : LogprobMin;
}
