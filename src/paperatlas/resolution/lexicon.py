"""Word lists of the name parser and the merge rules: variants, types, makers, languages and small words.

Other words are part of the family, so that ``GPT-J``, ``Llama-3-SimPO`` and ``WizardCoder`` are no variants. The lists
leave out single letters and words that derivatives by others use as often as makers do.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from paperatlas.text.variant_words import SIZE_ADJECTIVES, SIZE_MARKS, TUNING_ADJECTIVES, TUNING_MARKS

__all__ = [
    "IGNORED_WORDS",
    "LANGUAGES",
    "MAKERS",
    "MODALITIES",
    "SMALL_WORDS",
    "TYPE_WORDS",
    "VARIANT_WORDS",
    "PartKind",
]


class PartKind(IntEnum):
    """The kinds of name parts, from the finest to the coarsest."""

    REVISION = 0
    TUNING = 1
    SIZE = 2
    LINE = 3
    VERSION = 4


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _words(kind: PartKind, words: str) -> dict[str, PartKind]:
    return dict.fromkeys(words.split(), kind)


VARIANT_WORDS: Final[dict[str, dict[str, PartKind]]] = {
    "Model": (
        _words(PartKind.REVISION, "preview exp experimental beta alpha")
        | dict.fromkeys(TUNING_MARKS | TUNING_ADJECTIVES, PartKind.TUNING)
        | _words(
            PartKind.TUNING,
            """instruction instructed it sft rl rlhf rlvr aligned think reasoning reasoner
            nonthinking zero speciale high low xhigh minimal cased uncased wwm multilingual monolingual english en zh
            long awq gptq gguf fp8 bf16 fp16 int4 int8 4bit 8bit quantized distilled pretrained finetuned hires""",
        )
        | dict.fromkeys(SIZE_MARKS | SIZE_ADJECTIVES, PartKind.SIZE)
        | _words(
            PartKind.SIZE,
            """giant gigantic xs s m l xl xxl xxxl b h g t n e + lightning fable air airx flashx super scout maverick
            behemoth dev schnell fast premier express nemo standard high-speed xsmall""",
        )
        | _words(
            PartKind.LINE,
            """vl vision audio video image omni code coder math prover guard embed embedding embeddings reranker rerank
            asr tts edit captioner codex kontext fill redux transcribe search realtime next moe vit ocr music speech
            inpainting inpaint refiner base-ft deepthink research computer use guardian med x translate live
            image-edit layered live-preview native multimodal agent policy robotics o v""",
        )
    ),
    "Dataset": _words(PartKind.REVISION, "val validation test train dev minival testdev split")
    | _words(
        PartKind.TUNING,
        """+ plus challenge clean other code diamond main easy edu extended extra full hard instruct large lite long
        medium mini mm pro refined small subset tiny verified live multilingual multimodal redux stem multi cf unlabeled
        deduped dedup ext sample curated filtered core max ultra lt adversarial lc wild style base xl c4 math cot
        fewshot hq raw distractor fullwiki clinical""",
    ),
    "Method": _words(PartKind.SIZE, "+ plus"),
}
"""The words for variants behind names of each type."""

MODALITIES: Final = _set(
    "asr audio embed embedding image live music realtime rerank reranker search speech transcribe translate tts video"
)
"""Lines of what other models of a maker take or give, with versions of their own."""

IGNORED_WORDS: Final = frozenset(("hf", "latest", "effort", "parameters", "parameter", "params", "param"))
"""Words behind a name that mean nothing."""

LANGUAGES: Final = _set(
    "en zh de fr ro es ru cs hi ar ja ko tr pt nl pl vi th fi et lv lt kk gu is ha uk sv da el he fa ur bn ta te"
)
"""Codes of languages that name a part of a dataset."""

SMALL_WORDS: Final = _set("a an and as at by for from in into of on or over the through to under using via with")
"""Words that short forms leave out."""

TYPE_WORDS: Final[dict[str, frozenset[str]]] = {
    "Model": _set("model models llm llms vlm vlms mllm mllms family series"),
    "Dataset": _set("dataset datasets data benchmark benchmarks corpus corpora leaderboard"),
    "Method": _set("""method methods algorithm algorithms framework frameworks approach technique loss optimizer
        optimiser network networks model models architecture architectures toolkit"""),
}
"""Words behind a name that repeat its type."""

MAKERS: Final = _set(
    """01ai adobe ai2 ai21 ai21labs aleph alibaba alibabacloud alibabanlp allenai amazon amd antgroup anthropic apple
    arcee arceeai aws baai baichuan baichuaninc baidu berkeley bigcode bigscience blackforestlabs bytedance
    bytedanceresearch bytedanceseed cais cerebras cohere cohereforai coherelabs compvis coqui databricks
    deepmind deepseek deepseekai eleutherai facebook facebookai facebookresearch fnlp genmo google
    googledeepmind hkust huawei huggingface huggingfacefw huggingfaceh4 huggingfacetb ibm ibmgranite iflytek
    inception inclusionai intel internlm intfloat jina jinaai kaist kimi kuaishou kwaikeye kwaivgi lg
    lgai lgaiexaone liquid liquidai liuhaotian lmmslab lmsys meituan meituanlongcat meta metaai metallama
    microsoft minimax minimaxai mistral mistralai mit moonshot moonshotai mosaicml ms msr naver nomic nomicai
    nousresearch nvidia openai openbmb opengvlab openmoss openvla perplexity perplexityai physical
    physicalintelligence princeton princetonnlp pyannote qualcomm qwen rednote reka rekaai rowan runway runwayml
    salesforce salesforceresearch samsung sensetime sentencetransformers servicenow shanghaiailab snowflake
    speechbrain stability stabilityai stanford stepfun stepfunai suno swissai tatsulab teknium tencent
    tencentarc tencenthunyuan thudm tii tiiuae timm together togethercomputer tongyi tsinghua ultralytics
    upstage utter vikhyatk wanai wanvideo wizardlm wizardlmteam writer xai xaiorg xiaomi xiaomimimo zai zaiorg
    zhipu zhipuai"""
)
"""Names that makers put before the names of their artifacts, as normal forms."""
